using PgMigrate.Connections;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Commands;

/// <summary>Tells a check what it may know besides the file: the migrations before it, and the database that -Connection names.</summary>
internal sealed class LintBackground(PgMigrateCommand command, RunOptions options, MigrationConnection? connection, SqlTarget target)
{
    private readonly Dictionary<string, FolderFacts> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FolderFacts> _due = new(StringComparer.Ordinal);

    /// <summary>True once a folder was taken up.</summary>
    public bool Knows(string folder) => _folders.ContainsKey(folder);

    /// <summary>Takes up a folder, asking the database which of its migrations are due and what it has.</summary>
    public void Take(string folder, MigrationSet set)
    {
        _folders[folder] = new FolderFacts(set.Migrations, SchemaFacts.Unknown, target);
        if (connection is not null)
        {
            _due[folder] = command.Run((observer, token) => ReadDueAsync(set, observer, token));
        }
    }

    /// <summary>The options for a text of no folder.</summary>
    public LintOptions For(SourceText script, LintOptions lint) => connection is null ? lint
        : lint with { Schema = command.Run((_, token) => ReadAsync([script], token)) };

    /// <summary>The options for a migration: with the database where it is due there, else with its folder alone.</summary>
    public LintOptions For(string folder, Migration migration, LintOptions lint, CancellationToken cancellationToken)
    {
        SchemaFacts schema = FactsFor(folder, migration).Before(migration, cancellationToken);
        return lint with { Schema = schema };
    }

    /// <summary>Takes note of what a check found out about the schema.</summary>
    public void Learn(string folder, Migration migration, LintReport report) => FactsFor(folder, migration).Learn(migration, report);

    private FolderFacts FactsFor(string folder, Migration migration) =>
        _due.TryGetValue(folder, out FolderFacts? due) && due.Has(migration) ? due : _folders[folder];

    private async Task<FolderFacts> ReadDueAsync(MigrationSet set, IRunObserver observer, CancellationToken cancellationToken)
    {
        MigrationPlan plan = await new MigrationRunner(connection!.Sessions, observer, TimeProvider.System).PlanAsync(set, options, cancellationToken).ConfigureAwait(false);
        Migration[] due = [.. plan.Migrations.Where(migration => migration.State is MigrationState.Pending or MigrationState.OutOfOrder or MigrationState.Failed or MigrationState.Undone)];
        return new FolderFacts(due, await ReadAsync(due.Select(migration => migration.UpScript), cancellationToken).ConfigureAwait(false), target);
    }

    private async Task<SchemaFacts> ReadAsync(IEnumerable<SourceText> scripts, CancellationToken cancellationToken)
    {
        ISqlSession session = await connection!.Sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await LiveFactsReader.ReadAsync(session, scripts, options, cancellationToken).ConfigureAwait(false);
        }
    }
}
