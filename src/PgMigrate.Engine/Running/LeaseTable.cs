using System.Text;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The SQL of the lock table, <c>migration_log_lock</c> beside the history: one row that says who runs and until when. All times
/// are the server's. Names carry their schema, because a migration may have left any search path behind.
/// </summary>
internal sealed class LeaseTable
{
    /// <summary>How long a lease holds without being renewed. A run that dies keeps others waiting for no longer.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(45);

    private const string Suffix = "_lock";
    private const string With = "WITH ";
    private const string Now = "pg_catalog.clock_timestamp()";
    private const string Equal = "OPERATOR(pg_catalog.=)";
    private const string After = "OPERATOR(pg_catalog.>)";
    private const string NotAfter = "OPERATOR(pg_catalog.<=)";

    private static readonly string Until = FormattableString.Invariant($"{Now} OPERATOR(pg_catalog.+) interval '{(int)Length.TotalSeconds} s'");

    /// <summary>True for a lease that was renewed lately: two beats may be missed, then its owner is taken for dead.</summary>
    private static readonly string IsBeating = FormattableString.Invariant(
        $"(renewed_at {After} ({Now} OPERATOR(pg_catalog.-) interval '{(int)Length.TotalSeconds * 2 / 3} s'))");

    private readonly string _name;
    private readonly string _sql;
    private readonly HistoryTableName _history;
    private readonly bool _hasAdvisoryLocks;

    /// <param name="history">The history, with its schema.</param>
    /// <param name="target">Aurora DSQL has no advisory locks to look at.</param>
    public LeaseTable(HistoryTableName history, SqlTarget target)
    {
        _history = history;
        _hasAdvisoryLocks = target != SqlTarget.AuroraDsql;
        _name = history.Table;
        Table = NameFor(history);
        _sql = Table.ToSql();
    }

    /// <summary>Its name.</summary>
    public HistoryTableName Table { get; }

    /// <summary>True when the table is there; <c>$1</c> is the history's schema, <c>$3</c> the table's name.</summary>
    public const string Exists =
        "(pg_catalog.to_regclass(pg_catalog.quote_ident(COALESCE($1::text, pg_catalog.current_schema()::text)) "
        + "OPERATOR(pg_catalog.||) '.'::text OPERATOR(pg_catalog.||) pg_catalog.quote_ident($3::text)) IS NOT NULL)";

    /// <summary>The name of a history's lock table: the history's with an ending, cut so that the server keeps all of it.</summary>
    public static HistoryTableName NameFor(HistoryTableName history)
    {
        string name = history.Table;
        while (Encoding.UTF8.GetByteCount(name) > SqlIdentifier.MaxBytes - Suffix.Length)
        {
            name = name[..^(name.Length > 1 && char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return history with { Table = name + Suffix };
    }

    public SqlCommand Create() => new(
        $"""
        CREATE TABLE IF NOT EXISTS {_sql} (
            name text PRIMARY KEY, lease_id uuid NOT NULL, run_id uuid NOT NULL, owner text, host text, process integer,
            acquired_at timestamptz, renewed_at timestamptz, expires_at timestamptz NOT NULL
        )
        """);

    /// <summary>
    /// Takes the lease if it is free or has run out; gives a row when it did. Asked again after a lost answer, it gives one too. Not
    /// while a run holds the advisory lock of the same history: the same lock is taken for the length of this statement, so that only
    /// one of the two can come first.
    /// </summary>
    public SqlCommand Take(Guid lease, LeaseOwner owner) => new(
        $"""
        INSERT INTO {_sql} AS held (name, lease_id, run_id, owner, host, process, acquired_at, renewed_at, expires_at)
        SELECT $2::text, $3::uuid, $4::uuid, $5::text, $6::text, $7::integer, {Now}, {Now}, {Until}
        WHERE $1::text IS NOT NULL{(_hasAdvisoryLocks ? $" AND pg_catalog.pg_try_advisory_xact_lock({AdvisoryKeys.Run})" : "")}
        ON CONFLICT (name) DO UPDATE SET lease_id = excluded.lease_id, run_id = excluded.run_id, owner = excluded.owner, host = excluded.host,
            process = excluded.process, acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at, expires_at = excluded.expires_at
        WHERE held.expires_at {NotAfter} {Now} OR held.lease_id {Equal} excluded.lease_id
        RETURNING 1
        """,
        [
            .. AdvisoryKeys.Parameters(_history), SqlParameter.Uuid(lease), SqlParameter.Uuid(owner.RunId), SqlParameter.Text(owner.User),
            SqlParameter.Text(owner.Host), SqlParameter.Integer(owner.Process),
        ]);

    /// <summary>Makes the lease last longer; gives a row when it is still held.</summary>
    public SqlCommand Renew(Guid lease) => new(
        $"UPDATE {_sql} SET renewed_at = {Now}, expires_at = {Until} WHERE name {Equal} $1 AND lease_id {Equal} $2 AND expires_at {After} {Now} RETURNING 1",
        SqlParameter.Text(_name), SqlParameter.Uuid(lease));

    /// <summary>Gives the lease back.</summary>
    public SqlCommand Release(Guid lease) => new(
        $"UPDATE {_sql} SET expires_at = {Now} WHERE name {Equal} $1 AND lease_id {Equal} $2", SqlParameter.Text(_name), SqlParameter.Uuid(lease));

    /// <summary>Waits for whatever transaction has written the row.</summary>
    public SqlCommand Settle() => new($"SELECT 1 FROM {_sql} WHERE name {Equal} $1 FOR UPDATE", SqlParameter.Text(_name));

    /// <summary>Who holds the lease; null when nobody does.</summary>
    public async Task<RunLockHolder?> ReadHolderAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            $"""
            SELECT owner, host, process, run_id::text, EXTRACT(EPOCH FROM acquired_at)::float8, EXTRACT(EPOCH FROM renewed_at)::float8,
                EXTRACT(EPOCH FROM expires_at)::float8, lease_id::text, {IsBeating}
            FROM {_sql} WHERE name {Equal} $1 AND expires_at {After} {Now}
            """,
            SqlParameter.Text(_name));
        var results = await session.QueryAsync(new SqlBatch(question) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        return results[^1] is not [SqlRow row, ..] ? null : new RunLockHolder
        {
            Kind = RunLockMode.Lease,
            User = row.GetString(0),
            Host = row.GetString(1),
            ClientProcess = row.Values[2] is null ? null : (int)row.GetInt64(2),
            Run = row.GetString(3),
            Since = ServerTime.Read(row, 4),
            LastSeen = ServerTime.Read(row, 5),
            Expires = ServerTime.Read(row, 6),
            Lease = Guid.Parse(row.GetString(7)!),
            IsAlive = row.GetBoolean(8),
        };
    }

    /// <summary>Ends another's lease, if it is still the one that was seen; gives a row when it did. Each write of its owner then fails.</summary>
    /// <param name="lease">The lease that was seen.</param>
    /// <param name="evenAlive">Also when its owner has renewed it in time.</param>
    public SqlCommand End(Guid lease, bool evenAlive) => new(
        $"UPDATE {_sql} SET expires_at = {Now} WHERE name {Equal} $1 AND lease_id {Equal} $2{(evenAlive ? "" : $" AND NOT {IsBeating}")} RETURNING 1",
        SqlParameter.Text(_name), SqlParameter.Uuid(lease));

    /// <summary>
    /// The command with the lease renewed in the same statement, so that both are kept or neither; it fails when the lease is no
    /// longer held. A WITH of the command must not be recursive. The row stays locked until the transaction ends, so that nobody takes the lease over meanwhile.
    /// </summary>
    public SqlCommand Guard(SqlCommand command, Guid lease)
    {
        int count = command.Parameters.Count;

        // SQL has no RAISE. A text that is no time makes the cast fail and is quoted in the error; clock_timestamp() in it keeps
        // the planner from trying the cast beforehand.
        string text = $"""
            WITH lease AS (
                INSERT INTO {_sql} AS held (name, lease_id, run_id, expires_at) VALUES (${count + 1}, ${count + 2}, ${count + 2}, {Until})
                ON CONFLICT (name) DO UPDATE SET renewed_at = {Now}, expires_at = CASE
                    WHEN held.lease_id {Equal} excluded.lease_id AND held.expires_at {After} {Now} THEN {Until}
                    ELSE pg_catalog.concat('the lock of this run was lost, seen at ', {Now})::timestamptz END
                RETURNING 1
            )
            """;
        string own = command.Text.ToString();
        return command with
        {
            // One of the histories' commands begins with parts of its own.
            Text = (own.StartsWith(With, StringComparison.Ordinal) ? $"{text}, {own[With.Length..]}" : $"{text}\n{own}").AsMemory(),
            Parameters = [.. command.Parameters, SqlParameter.Text(_name), SqlParameter.Uuid(lease)],
        };
    }
}
