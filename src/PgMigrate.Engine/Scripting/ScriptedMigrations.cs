using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Scripting;

/// <summary>
/// Fills in the statements of migrations that are scripts. A folder is read without running anything; this is the second step, and
/// whoever leaves it out gets migrations that refuse to be run and say why.
/// </summary>
public static class ScriptedMigrations
{
    /// <summary>Runs the scripts of a folder and gives the folder with their statements.</summary>
    /// <param name="set">The folder; without scripts it is given back as it is.</param>
    /// <param name="host">What runs them; null leaves every script with <see cref="Migration.ScriptProblem"/>.</param>
    /// <param name="log">Told what scripts print; null drops it. Called from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<MigrationSet> RenderAsync(
        MigrationSet set, IMigrationScriptHost? host, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (host is null || !set.Migrations.Any(migration => migration.IsScripted))
        {
            return set;
        }

        var request = new ScriptRequest { Folder = set.FolderPath, Files = FilesOf(set), Log = log };
        var rendered = (await host.RenderAsync(request, cancellationToken).ConfigureAwait(false)).ToDictionary(item => item.Path, StringComparer.Ordinal);
        return set with
        {
            Migrations = [.. set.Migrations.Select(migration => rendered.TryGetValue(migration.Path, out ScriptRendering? rendering) ? Fill(migration, rendering) : migration)],
        };
    }

    /// <summary>Runs one script with a database to ask, just before it is applied.</summary>
    internal static async Task<Migration> RenderOneAsync(
        Migration migration, IReadOnlyList<string> files, IMigrationScriptHost host, IScriptDatabase database, Action<string> log, CancellationToken cancellationToken)
    {
        var request = new ScriptRequest { Folder = migration.FolderPath!, Files = files, Only = migration.Path, Database = database, Log = log };
        IReadOnlyList<ScriptRendering> rendered = await host.RenderAsync(request, cancellationToken).ConfigureAwait(false);
        return Fill(migration, rendered.Single(item => item.Path == migration.Path));
    }

    /// <summary>Full paths of a folder's scripts in run order.</summary>
    internal static string[] FilesOf(MigrationSet set) => [.. set.Migrations.Where(migration => migration.IsScripted).Select(migration => migration.Path)];

    private static Migration Fill(Migration migration, ScriptRendering rendering)
    {
        string head = migration.ScriptHead;
        if (rendering.Up.Failure is { } failure)
        {
            return migration with { ScriptProblem = ScriptProblems.Of(migration, failure) };
        }

        try
        {
            SourceText up = RenderedScript.Compose(head, rendering.Up.Statements, migration.Path);
            migration = migration with
            {
                UpScript = up,
                ScriptProblem = null,
                Header = rendering.Up.UsesTransaction || migration.Header.Transaction != TransactionMode.Auto
                    ? migration.Header : migration.Header with { Transaction = TransactionMode.None },
            };
        }
        catch (SqlSyntaxException error)
        {
            return migration with { ScriptProblem = ScriptProblems.NotWhole(migration, error) };
        }

        return WithUndo(migration, rendering.Undo);
    }

    private static Migration WithUndo(Migration migration, ScriptOutcome undo)
    {
        if (undo.Failure is { } failure)
        {
            return migration with { UndoScript = null, UndoProblem = ScriptProblems.Of(migration, failure) };
        }

        try
        {
            return migration with
            {
                UndoScript = RenderedScript.Compose("", undo.Statements, migration.Path),
                UndoTransactionMode = undo.UsesTransaction ? migration.UndoTransactionMode : TransactionMode.None,
                UndoProblem = null,
            };
        }
        catch (SqlSyntaxException error)
        {
            return migration with { UndoScript = null, UndoProblem = ScriptProblems.NotWhole(migration, error) };
        }
    }
}
