using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Comparing;

/// <summary>What one side has: an item for each file of the folder, and what it has without a file.</summary>
/// <param name="Label">What it is, for people.</param>
/// <param name="Kind">Sides of one kind know migrations by the same keys and checksums.</param>
/// <param name="OfFiles">An item for each migration of the folder, in its order.</param>
/// <param name="WithoutFile">The others.</param>
internal sealed record SideContents(string Label, string Kind, IReadOnlyList<SideItem> OfFiles, IReadOnlyList<SideItem> WithoutFile)
{
    /// <exception cref="HistoryUnusableException">Another tool's history cannot be found or read.</exception>
    public static async Task<SideContents> ReadAsync(HistorySide side, MigrationSet set, CancellationToken cancellationToken)
    {
        if (side.Sessions is not { } sessions)
        {
            return new SideContents(
                set.FolderPath, "Folder", [.. set.Migrations.Select(file => new SideItem(MigrationState.Applied, file.FileName, file.Version, null, null))], []);
        }

        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (!HistoryFormats.IsNative(side.Format))
            {
                ToolHistory history = await ToolHistory.ReadAsync(session, side.Format!, side.Table, cancellationToken).ConfigureAwait(false);
                return Of(history.Match(set.Migrations));
            }

            var options = new RunOptions { HistoryTable = side.Table ?? HistoryTableName.Default, SearchPath = side.SearchPath };
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
            IHistoryStore store = HistoryStores.For(options, facts, set);
            HistorySnapshot snapshot = await store.ReadAsync(session, cancellationToken).ConfigureAwait(false) ?? HistorySnapshot.Empty;
            var states = new MigrationStates(snapshot.Entries, set.Migrations);
            var found = set.Migrations.Select(states.Resolve).ToList();
            OrderCheck.MarkStates(found, sessions.Target, assumeInitialSetup: snapshot.Entries.Count > 0 || facts.HasTables);
            return new SideContents(
                $"{HistoryFormats.Native} {store.Table}", HistoryFormats.Native, [.. found.Select(item => Of(item.Migration, item.Row, store.Table))],
                [.. states.Orphans(set.Migrations).Select(Of)]);
        }
    }

    private static SideItem Of(Migration file, MigrationLogEntry? row, HistoryTableName table)
    {
        string? note = file.State == MigrationState.Changed ? $"{file.FileName} has changed since {table} recorded it." : row?.ErrorMessage;
        return new SideItem(file.State, file.FileName, file.Version, file.AppliedAt, note) { Checksum = row?.Checksum };
    }

    private static SideItem Of(MigrationLogEntry row)
    {
        MigrationState state = row.Status switch
        {
            MigrationLogStatus.Completed => MigrationState.Applied,
            MigrationLogStatus.Baseline => MigrationState.Baselined,
            _ => MigrationState.Partial,
        };
        return new SideItem(state, row.FileName, row.Version, row.ExecutedAt, null) { Checksum = row.Checksum };
    }

    private static SideContents Of(ToolHistoryMatch match)
    {
        ToolHistory history = match.History;
        return new SideContents(
            $"{history.Format.Name} {history.Table}", history.Format.Name, [.. match.Items.Select(item => Of(item, history))],
            [.. match.WithoutFile.Select(record => new SideItem(
                record.State == HistoryRecordState.Failed ? MigrationState.Partial : MigrationState.Applied, record.Name, record.Version, record.AppliedAt, null)
                { Checksum = record.Checksum })]);
    }

    private static SideItem Of(ToolHistoryItem item, ToolHistory history)
    {
        bool changed = item.Record is { } row && history.Verify(row, item.Migration) == false;
        (MigrationState state, string? note) = item.Standing switch
        {
            HistoryStanding.Recorded when changed && item.Migration.IsRepeatable => (MigrationState.Pending, null),
            HistoryStanding.Recorded when changed => (MigrationState.Changed, $"{item.Migration.FileName} has changed since {history.Format.Name} applied it."),
            HistoryStanding.Recorded => (item.Record!.State == HistoryRecordState.Baseline ? MigrationState.Baselined : MigrationState.Applied, (string?)null),
            HistoryStanding.Assumed => (MigrationState.Baselined, $"{history.Table} has no row of its own for it: assumed, since a later version is there."),
            HistoryStanding.Failed => (MigrationState.Partial, $"{history.Table} has it as failed or stopped half-way."),
            HistoryStanding.Skipped => (MigrationState.Pending, $"{history.Format.Name} skips it without a word: later ones are in {history.Table}, and it is not."),
            _ => (MigrationState.Pending, null),
        };
        return new SideItem(state, item.Migration.FileName, item.Migration.Version, item.Record?.AppliedAt, note)
        {
            IsSkipped = item.Standing == HistoryStanding.Skipped,
            Checksum = item.Record?.Checksum,
        };
    }
}
