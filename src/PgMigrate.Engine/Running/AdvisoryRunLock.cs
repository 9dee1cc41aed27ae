using System.Globalization;
using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The lock that lets one run at a time work on one history. It is a session-level advisory lock on a connection of its own that
/// holds no transaction, so that CREATE INDEX CONCURRENTLY, which waits for every older transaction, never waits for it. It is
/// tried and polled, never waited for on the server, for the same reason. The server frees it when the connection ends.
/// </summary>
internal sealed class AdvisoryRunLock : IRunLock
{
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);

    private readonly ISqlSession _session;
    private readonly TimeProvider _time;

    private AdvisoryRunLock(ISqlSession session, DatabaseFacts facts, TimeProvider time)
    {
        _session = session;
        _time = time;
        Facts = facts;
    }

    /// <inheritdoc/>
    public DatabaseFacts Facts { get; }

    /// <inheritdoc/>
    public CancellationToken Lost => CancellationToken.None;

    /// <summary>Takes the lock, or waits for it.</summary>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    public static async Task<IRunLock> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        DatabaseFacts? facts = null;
        try
        {
            await LockPoll.RunAsync(
                TakeAsync, () => HolderAsync(session, options.HistoryTable, cancellationToken), null, options, observer, time, cancellationToken)
                .ConfigureAwait(false);
            return new AdvisoryRunLock(session, facts!, time);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<bool> TakeAsync()
        {
            (bool taken, facts) = await TryAsync(session, options, cancellationToken).ConfigureAwait(false);
            return taken;
        }
    }

    /// <inheritdoc/>
    public IHistoryStore Guard(IHistoryStore store) => store;

    /// <summary>A replaced session's process may still hold the transaction; a session that is alive is idle and is no risk.</summary>
    public async Task SettleAsync(ISqlSession session, WorkSession work, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND pid <> pg_catalog.pg_backend_pid())",
            SqlParameter.Integer(work.ProcessId));
        while ((await session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false))[0][0].GetBoolean(0))
        {
            await Task.Delay(SettlePause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task AlsoHoldAsync(long key, string tool, RunOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        string holder = $"{tool}, which holds its own lock (advisory {key.ToString(CultureInfo.InvariantCulture)})";
        return LockPoll.RunAsync(TakeAsync, () => Task.FromResult(holder), null, options, observer, _time, cancellationToken);

        async Task<bool> TakeAsync()
        {
            var question = new SqlCommand("SELECT pg_catalog.pg_try_advisory_lock($1)", SqlParameter.BigInt(key));
            var results = await _session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false);
            return results[0][0].GetBoolean(0);
        }
    }

    /// <summary>Frees the lock and closes its connection; when the connection is gone the server has freed it already.</summary>
    public async ValueTask DisposeAsync() => await _session.DisposeAsync().ConfigureAwait(false);

    /// <summary>
    /// One round trip: settings, lock, facts. idle_session_timeout (PostgreSQL 14) would end a lock that waits for a long
    /// migration, so it is switched off where it exists.
    /// </summary>
    private static async Task<(bool Taken, DatabaseFacts Facts)> TryAsync(ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        string sql = $"""
            SELECT pg_catalog.pg_try_advisory_lock({KeyExpression}),
                (SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout'),
                {DatabaseFacts.Columns}
            """;
        SqlCommand[] commands =
        [
            .. SessionSettings.From(options with { ApplicationName = options.ApplicationName + " lock" }).Commands,
            new SqlCommand(sql, KeyParameters(options.HistoryTable)),
        ];
        var results = await session.QueryAsync(new SqlBatch(commands), cancellationToken).ConfigureAwait(false);
        SqlRow row = results[^1][0];
        return (row.GetBoolean(0), DatabaseFacts.FromRow(row, 2));
    }

    /// <summary>
    /// The key is from database, schema and table, so that unrelated histories do not wait for one another. Advisory locks
    /// are by database already; the name is in it for poolers that join several.
    /// </summary>
    private const string KeyExpression =
        "pg_catalog.hashtextextended('pgmigrate:' || current_database() || ':' || COALESCE($1, current_schema(), '') || ':' || $2, 0)";

    private static SqlParameter[] KeyParameters(HistoryTableName table) => [SqlParameter.Text(table.Schema), SqlParameter.Text(table.Table)];

    private static async Task<string> HolderAsync(ISqlSession session, HistoryTableName table, CancellationToken cancellationToken)
    {
        string sql = $"""
            SELECT a.pid, a.usename::text, a.client_addr::text, a.application_name, a.backend_start
            FROM (SELECT {KeyExpression} AS key) k
            JOIN pg_catalog.pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                AND l.classid::bigint = (k.key >> 32) & 4294967295 AND l.objid::bigint = k.key & 4294967295
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            """;
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(sql, KeyParameters(table))), cancellationToken).ConfigureAwait(false);
        if (results[^1] is not [SqlRow row, ..])
        {
            return "a run that has just ended";
        }

        string since = Convert.ToString(row.Values[4], CultureInfo.InvariantCulture) ?? "an unknown time";
        return $"process {row.GetString(0)} of user {row.GetString(1)} from {row.GetString(2) ?? "a local socket"} "
            + $"(application '{row.GetString(3)}', connected since {since} UTC)";
    }
}
