using System.Globalization;
using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The lock that lets one run at a time work on one history. It is a session-level advisory lock on a connection of its own that
/// holds no transaction, so that CREATE INDEX CONCURRENTLY, which waits for every older transaction, never waits for it. It is
/// tried and polled, never waited for on the server, for the same reason. The server frees it when the connection ends.
/// </summary>
internal sealed class RunLock : IAsyncDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private readonly ISqlSession _session;

    private RunLock(ISqlSession session, DatabaseFacts facts)
    {
        _session = session;
        Facts = facts;
    }

    /// <summary>What the lock's session found out about the database.</summary>
    public DatabaseFacts Facts { get; }

    /// <summary>Takes the lock, or waits for it.</summary>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    public static async Task<RunLock> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long start = time.GetTimestamp();
            TimeSpan limit = options.LockTimeout ?? DefaultTimeout;
            TimeSpan pause = FirstPause;
            TimeSpan? reported = null;
            while (true)
            {
                (bool taken, DatabaseFacts facts) = await TryAsync(session, options, cancellationToken).ConfigureAwait(false);
                if (taken)
                {
                    observer.OnEvent(new RunEvent.LockAcquired());
                    return new RunLock(session, facts);
                }

                TimeSpan waited = time.GetElapsedTime(start);
                if (waited >= limit)
                {
                    throw new RunLockedException(await HolderAsync(session, options.HistoryTable, cancellationToken).ConfigureAwait(false), waited);
                }

                if (reported is null || waited - reported >= ReportEvery)
                {
                    reported = waited;
                    string holder = await HolderAsync(session, options.HistoryTable, cancellationToken).ConfigureAwait(false);
                    observer.OnEvent(new RunEvent.LockWaiting(holder, waited));
                }

                TimeSpan left = limit - waited;
                await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes another tool's lock too, on the same connection, so that the tool waits for this run as it waits for its own kind.
    /// </summary>
    /// <exception cref="RunLockedException">The tool held it all the time.</exception>
    public async Task AlsoHoldAsync(
        long key, string tool, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_session.Target != SqlTarget.PostgreSql)
        {
            // Elsewhere a lock does not outlive its statement, or there are none.
            return;
        }

        long start = time.GetTimestamp();
        TimeSpan limit = options.LockTimeout ?? DefaultTimeout;
        TimeSpan pause = FirstPause;
        string holder = $"{tool}, which holds its own lock (advisory {key.ToString(CultureInfo.InvariantCulture)})";
        bool reported = false;
        while (true)
        {
            var question = new SqlCommand("SELECT pg_catalog.pg_try_advisory_lock($1)", SqlParameter.BigInt(key));
            var results = await _session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false);
            if (results[0][0].GetBoolean(0))
            {
                return;
            }

            TimeSpan waited = time.GetElapsedTime(start);
            if (waited >= limit)
            {
                throw new RunLockedException(holder, waited);
            }

            if (!reported)
            {
                reported = true;
                observer.OnEvent(new RunEvent.LockWaiting(holder, waited));
            }

            TimeSpan left = limit - waited;
            await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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
