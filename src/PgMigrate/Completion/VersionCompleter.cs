using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Completion;

/// <summary>Completes versions from the files of a local folder; asks no database.</summary>
public sealed class VersionCompleter : IArgumentCompleter
{
    private const string DefaultFolder = "migrations";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? given = fakeBoundParameters["Path"] ?? fakeBoundParameters["LiteralPath"];
        string folder = LanguagePrimitives.TryConvertTo(given, out string[] paths) && paths is [var first, ..] ? first : DefaultFolder;
        return MigrationFolder.Read(Path.GetFullPath(folder, Location())).Migrations
            .Where(migration => migration.Version.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(Completion);
    }

    /// <summary>A completer is given no session, but runs in one.</summary>
    private static string Location()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>()[0].ProviderPath;
    }

    private static CompletionResult Completion(Migration migration) =>
        new(migration.Version, migration.FileName, CompletionResultType.ParameterValue, migration.FileName);
}
