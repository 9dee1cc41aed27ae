using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>One try for the advisory lock.</summary>
/// <param name="Taken">Whether it was taken.</param>
/// <param name="IsPooled">True when the lock was not even tried, because it would be given to a server process that others use too.</param>
/// <param name="Facts">What was found out in passing.</param>
/// <param name="HasLeases">True when there is a table of leases beside the history.</param>
internal readonly record struct AdvisoryTry(bool Taken, bool IsPooled, DatabaseFacts? Facts, bool HasLeases)
{
    /// <summary>
    /// One round trip: settings, lock, facts. A pooler names a process of its own making at log-in; then a lock of the session might
    /// stay behind in a process that the next client gets, and is not asked for. idle_session_timeout (PostgreSQL 14) would end a lock
    /// that waits for a long migration, so it is switched off where it exists.
    /// </summary>
    public static async Task<AdvisoryTry> MakeAsync(ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        string sql = $"""
            SELECT CASE WHEN COALESCE($4::integer OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid(), true)
                    THEN pg_catalog.pg_try_advisory_lock({AdvisoryKeys.Run}) END,
                (SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) 'idle_session_timeout'::text),
                {LeaseTable.Exists},
                {DatabaseFacts.Columns(session.Target)}
            """;
        SqlCommand[] commands =
        [
            .. SessionSettings.From(options with { ApplicationName = LockSessionName.Make(options) }).Commands,
            new SqlCommand(
                sql,
                [
                    .. AdvisoryKeys.Parameters(options.HistoryTable),
                    SqlParameter.Text(LeaseTable.NameFor(options.HistoryTable).Table),
                    SqlParameter.Integer(options.LockMode == RunLockMode.Auto ? session.ProcessId : null),
                ]),
        ];
        var results = await session.QueryAsync(new SqlBatch(commands), cancellationToken).ConfigureAwait(false);
        SqlRow row = results[^1][0];
        return new AdvisoryTry(row.Values[0] is true, row.Values[0] is null, DatabaseFacts.FromRow(row, 3), row.GetBoolean(2));
    }

    /// <summary>
    /// A run behind a pooler may hold a lease on the same history. Its lease is only taken while nobody has the advisory lock, so once
    /// that is ours no other can come; one that is there already goes first, and the lock is given back.
    /// </summary>
    /// <returns>Who holds a lease, or null.</returns>
    public async Task<RunLockHolder?> FindLeaseAsync(ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        if (!HasLeases || (options.HistoryTable.Schema ?? Facts!.Schema) is not { } schema)
        {
            return null;
        }

        HistoryStores.RefusePlanted(options.HistoryTable, Facts!);
        var table = new LeaseTable(options.HistoryTable with { Schema = schema }, session.Target);
        RunLockHolder? holder = await table.ReadHolderAsync(session, cancellationToken).ConfigureAwait(false);
        if (holder is not null)
        {
            var free = new SqlCommand($"SELECT pg_catalog.pg_advisory_unlock({AdvisoryKeys.Run})", AdvisoryKeys.Parameters(options.HistoryTable));
            await session.ExecuteAsync(new SqlBatch(free), cancellationToken).ConfigureAwait(false);
        }

        return holder;
    }
}
