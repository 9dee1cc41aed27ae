using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The advisory locks of a run and the SQL that asks about them. No name and no operator in it is looked up on the search path,
/// where anybody who may create in a schema of it could plant one.
/// </summary>
internal static class AdvisoryKeys
{
    /// <summary>Heartbeats are 15 s apart; who has missed three is taken for dead.</summary>
    private const int AliveSeconds = 45;

    private const string Eq = "OPERATOR(pg_catalog.=)";

    /// <summary>
    /// Key of the run's lock; <c>$1</c> is the history's schema or null, <c>$2</c> its table. It is from database, schema and table, so
    /// that unrelated histories do not wait for one another. Advisory locks are by database already; the name is in it for poolers
    /// that join several.
    /// </summary>
    public static readonly string Run = Key("pgmigrate:");

    /// <summary>Key of the lock on the session that does the work.</summary>
    public static readonly string Work = Key("pgmigrate work:");

    private static readonly string Holders = $"""
        SELECT k.kind, l.pid, a.usename::text, pg_catalog.host(a.client_addr), a.application_name, a.state,
            EXTRACT(EPOCH FROM a.backend_start)::float8, EXTRACT(EPOCH FROM a.state_change)::float8,
            a.state_change OPERATOR(pg_catalog.>) (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) interval '{AliveSeconds} s')
        FROM (SELECT 'run'::text AS kind, {Run} AS key UNION ALL SELECT 'work'::text, {Work}) k
        JOIN pg_catalog.pg_locks l ON l.locktype {Eq} 'advisory'::text AND l.granted AND l.objsubid {Eq} 1::smallint
            AND l.database {Eq} (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname {Eq} pg_catalog.current_database())
            AND l.classid::bigint {Eq} ((k.key OPERATOR(pg_catalog.>>) 32) OPERATOR(pg_catalog.&) 4294967295)
            AND l.objid::bigint {Eq} (k.key OPERATOR(pg_catalog.&) 4294967295)
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid {Eq} l.pid
        """;

    /// <summary>Values for <c>$1</c> and <c>$2</c>.</summary>
    public static SqlParameter[] Parameters(HistoryTableName table) => [SqlParameter.Text(table.Schema), SqlParameter.Text(table.Table)];

    /// <summary>Reads who holds the locks of a history; null when nobody does.</summary>
    public static async Task<RunLockHolder?> ReadHolderAsync(
        Func<SqlBatch, Task<IReadOnlyList<IReadOnlyList<SqlRow>>>> query, HistoryTableName table)
    {
        IReadOnlyList<SqlRow> rows = (await query(new SqlBatch(new SqlCommand(Holders, Parameters(table)))).ConfigureAwait(false))[^1];
        SqlRow? work = rows.FirstOrDefault(row => row.GetString(0) == "work");
        SqlRow? run = rows.FirstOrDefault(row => row.GetString(0) == "run");
        if ((run ?? work) is not { } shown)
        {
            return null;
        }

        (string? id, int? process, string? host) = LockSessionName.Read(run?.GetString(4));
        return new RunLockHolder
        {
            Kind = RunLockMode.Advisory,
            User = shown.GetString(2),
            ClientAddress = shown.GetString(3),
            ApplicationName = shown.GetString(4),
            Run = id,
            ClientProcess = process,
            Host = host,
            Since = ServerTime.Read(shown, 6),
            LastSeen = ServerTime.Read(shown, 7),
            LockProcess = run is null ? null : (int)run.GetInt64(1),
            WorkProcess = work is null ? null : (int)work.GetInt64(1),
            WorkState = work?.GetString(5),

            // Without a lock's session there is no heart to beat: that run can only be finished by the server.
            IsAlive = run?.Values[8] is true,
        };
    }

    /// <summary>
    /// Ends the processes that hold the locks now, of those named; gives a row for each. A process that has ended meanwhile holds
    /// none, so that its number, given to another, ends nobody else.
    /// </summary>
    /// <param name="table">The history.</param>
    /// <param name="holder">The processes as they were seen.</param>
    /// <param name="evenAlive">Also when a sign of life has come meanwhile.</param>
    public static SqlCommand Terminate(HistoryTableName table, RunLockHolder holder, bool evenAlive)
    {
        const string Names = "(kind, pid, username, address, name, state, started, seen, alive)";
        return new SqlCommand(
            $"""
            SELECT h.pid, pg_catalog.pg_terminate_backend(h.pid) FROM ({Holders}) h{Names}
            WHERE (h.pid {Eq} $3 OR h.pid {Eq} $4)
                AND ($5 OR NOT EXISTS (SELECT FROM ({Holders}) r{Names} WHERE r.kind {Eq} 'run'::text AND r.alive))
            """,
            [
                .. Parameters(table), SqlParameter.Integer(holder.LockProcess), SqlParameter.Integer(holder.WorkProcess),
                SqlParameter.Boolean(evenAlive),
            ]);
    }

    private static string Key(string prefix) =>
        $"pg_catalog.hashtextextended(pg_catalog.concat('{prefix}', pg_catalog.current_database(), ':', "
        + "COALESCE($1::text, pg_catalog.current_schema()::text, ''), ':', $2::text), 0::bigint)";
}
