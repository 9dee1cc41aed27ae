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
    private const string Now = "pg_catalog.clock_timestamp()";
    private const string Equal = "OPERATOR(pg_catalog.=)";
    private const string After = "OPERATOR(pg_catalog.>)";
    private const string NotAfter = "OPERATOR(pg_catalog.<=)";

    private static readonly string Until = FormattableString.Invariant($"{Now} OPERATOR(pg_catalog.+) interval '{(int)Length.TotalSeconds} s'");

    private readonly string _name;
    private readonly string _sql;

    public LeaseTable(HistoryTableName history)
    {
        _name = history.Table;
        Table = NameFor(history);
        _sql = Table.ToSql();
    }

    /// <summary>Its name.</summary>
    public HistoryTableName Table { get; }

    /// <summary>True when the table is there; <c>$1</c> is the history's schema, <c>$3</c> the table's name.</summary>
    public const string Exists =
        "pg_catalog.to_regclass(pg_catalog.quote_ident(COALESCE($1, current_schema())) || '.' || pg_catalog.quote_ident($3)) IS NOT NULL";

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

    /// <summary>Takes the lease if it is free or has run out; gives a row when it did. Asked again after a lost answer, it gives one too.</summary>
    public SqlCommand Take(Guid lease, LeaseOwner owner) => new(
        $"""
        INSERT INTO {_sql} AS held (name, lease_id, run_id, owner, host, process, acquired_at, renewed_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, {Now}, {Now}, {Until})
        ON CONFLICT (name) DO UPDATE SET lease_id = excluded.lease_id, run_id = excluded.run_id, owner = excluded.owner, host = excluded.host,
            process = excluded.process, acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at, expires_at = excluded.expires_at
        WHERE held.expires_at {NotAfter} {Now} OR held.lease_id {Equal} excluded.lease_id
        RETURNING 1
        """,
        SqlParameter.Text(_name), SqlParameter.Uuid(lease), SqlParameter.Uuid(owner.RunId), SqlParameter.Text(owner.User),
        SqlParameter.Text(owner.Host), SqlParameter.Integer(owner.Process));

    /// <summary>Makes the lease last longer; gives a row when it is still held.</summary>
    public SqlCommand Renew(Guid lease) => new(
        $"UPDATE {_sql} SET renewed_at = {Now}, expires_at = {Until} WHERE name {Equal} $1 AND lease_id {Equal} $2 AND expires_at {After} {Now} RETURNING 1",
        SqlParameter.Text(_name), SqlParameter.Uuid(lease));

    /// <summary>Gives the lease back.</summary>
    public SqlCommand Release(Guid lease) => new(
        $"UPDATE {_sql} SET expires_at = {Now} WHERE name {Equal} $1 AND lease_id {Equal} $2", SqlParameter.Text(_name), SqlParameter.Uuid(lease));

    /// <summary>Waits for whatever transaction has written the row.</summary>
    public SqlCommand Settle() => new($"SELECT 1 FROM {_sql} WHERE name {Equal} $1 FOR UPDATE", SqlParameter.Text(_name));

    /// <summary>Who holds the lease.</summary>
    public SqlCommand Holder() => new(
        $"SELECT owner, host, process, acquired_at::text, renewed_at::text, expires_at::text FROM {_sql} WHERE name {Equal} $1 AND expires_at {After} {Now}",
        SqlParameter.Text(_name));

    /// <summary>
    /// The command with the lease renewed in the same statement, so that both are kept or neither; it fails when the lease is no
    /// longer held. The command must not begin with WITH. The row stays locked until the transaction ends, so that nobody takes the lease over meanwhile.
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
        return command with
        {
            Text = (text + command.Text).AsMemory(),
            Parameters = [.. command.Parameters, SqlParameter.Text(_name), SqlParameter.Uuid(lease)],
        };
    }
}
