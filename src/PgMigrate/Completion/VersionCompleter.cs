using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Completion;

/// <summary>Completes versions from the files of a local folder; asks no database.</summary>
public sealed class VersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string folder = (fakeBoundParameters["Path"] ?? fakeBoundParameters["LiteralPath"]) is string path ? path : "migrations";
        return MigrationFolder.Read(System.IO.Path.GetFullPath(folder, Runspace.DefaultRunspace.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath)).Migrations
            .Where(migration => migration.Version.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(Completion);
    }

    private static CompletionResult Completion(Migration migration) =>
        new(migration.Version, migration.FileName, CompletionResultType.ParameterValue, migration.FileName);
}
