using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.History;

/// <summary>
/// The native history table, <c>migration_log</c>. A table of the older shape (<c>id, step_number, description, sql_executed,
/// status, error_message, executed_at</c>) is read as it is and gains the other columns on the first write.
/// </summary>
public sealed class MigrationLogStore : IHistoryStore
{
    private const string UndefinedTable = "42P01";
    private const string InvalidSchema = "3F000";
    private const string UndefinedColumn = "42703";

    /// <summary>
    /// CREATE TABLE IF NOT EXISTS looks first and creates then; who comes second fails on the catalog's unique index, or on a
    /// name that is taken by now. The next try finds the table.
    /// </summary>
    private static readonly HashSet<string> LostRace = new(StringComparer.Ordinal) { "23505", "42P07", "42710", "42701" };
    private const int CreateAttempts = 5;

    /// <summary>Opens the store; nothing is sent yet.</summary>
    /// <param name="table">The table; a schema makes it safe against a changed search path.</param>
    public MigrationLogStore(HistoryTableName table) => Table = table;

    /// <inheritdoc/>
    public HistoryTableName Table { get; }

    /// <inheritdoc/>
    public async Task<HistorySnapshot?> ReadAsync(ISqlSession session, CancellationToken cancellationToken = default)
    {
        try
        {
            IReadOnlyList<SqlRow> rows = await QueryAsync(session, SelectAll(), cancellationToken).ConfigureAwait(false);
            return new HistorySnapshot([.. rows.Select(MigrationLogRow.FromColumns)], IsCurrent: true);
        }
        catch (SqlFailureException error) when (error.Failure.SqlState is UndefinedTable or InvalidSchema)
        {
            return null;
        }
        catch (SqlFailureException error) when (error.Failure.SqlState == UndefinedColumn)
        {
            return await ReadOlderShapeAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error) when (error.Failure is { SqlState: null, ConnectionLost: false })
        {
            // The RDS Data API does not always say what is wrong: then the catalog does.
            return await ExistsAsync(session, cancellationToken).ConfigureAwait(false)
                ? await ReadOlderShapeAsync(session, cancellationToken).ConfigureAwait(false) : null;
        }
    }

    /// <inheritdoc/>
    public async Task EnsureAsync(ISqlSession session, CancellationToken cancellationToken = default)
    {
        var create = new SqlCommand(MigrationLogColumns.CreateTable(Table, session.Target));
        if (session.Target == SqlTarget.AuroraDsql)
        {
            await EnsureSinglyAsync(session, create, cancellationToken).ConfigureAwait(false);
            return;
        }

        var batch = new SqlBatch(create, new SqlCommand(MigrationLogColumns.AddColumns(Table))) { Begin = true, Commit = true, IsRepeatable = true };

        // "already exists, skipping" for every column is noise to the user.
        Action<SqlNotice>? listener = session.NoticeReceived;
        session.NoticeReceived = null;
        try
        {
            for (int attempt = 1; !await TryEnsureAsync(session, batch, attempt == CreateAttempts, cancellationToken).ConfigureAwait(false); attempt++)
            {
            }
        }
        finally
        {
            session.NoticeReceived = listener;
        }
    }

    /// <inheritdoc/>
    public SqlCommand Insert(MigrationLogEntry entry) => new(
        $"""
        INSERT INTO {Table.ToSql()} (step_number, description, sql_executed, status, error_message, executed_at, version,
            checksum, statements_applied, statements_total, duration_ms, applied_by, run_id, tool_version, batch_progress)
        VALUES ($1, $2, $3, $4, $5, CURRENT_TIMESTAMP, $6, $7, $8, $9,
            COALESCE($10, {MigrationLogRow.ServerMilliseconds}), $11, $12, $13, $14)
        RETURNING id
        """,
        SqlParameter.Integer(entry.StepNumber),
        SqlParameter.Text(entry.FileName),
        SqlParameter.Text(entry.SqlExecuted),
        SqlParameter.Text(entry.StatusText),
        SqlParameter.Text(entry.ErrorMessage),
        SqlParameter.Text(entry.Version),
        SqlParameter.Text(entry.Checksum),
        SqlParameter.Integer(entry.StatementsApplied),
        SqlParameter.Integer(entry.StatementsTotal),
        SqlParameter.BigInt((long?)entry.Duration?.TotalMilliseconds),
        SqlParameter.Text(entry.AppliedBy),
        SqlParameter.Uuid(entry.RunId),
        SqlParameter.Text(entry.ToolVersion),
        SqlParameter.Text(entry.BatchProgress));

    /// <inheritdoc/>
    public SqlCommand Update(MigrationLogEntry entry) => new(
        $"""
        UPDATE {Table.ToSql()}
        SET status = $2, error_message = $3, statements_applied = $4, statements_total = $5, duration_ms = $6, run_id = $7,
            batch_progress = $8, checksum = $9, executed_at = CURRENT_TIMESTAMP
        WHERE id OPERATOR(pg_catalog.=) $1
        """,
        SqlParameter.BigInt(entry.Id),
        SqlParameter.Text(entry.StatusText),
        SqlParameter.Text(entry.ErrorMessage),
        SqlParameter.Integer(entry.StatementsApplied),
        SqlParameter.Integer(entry.StatementsTotal),
        SqlParameter.BigInt((long?)entry.Duration?.TotalMilliseconds),
        SqlParameter.Uuid(entry.RunId),
        SqlParameter.Text(entry.BatchProgress),
        SqlParameter.Text(entry.Checksum));

    private static async Task<bool> TryEnsureAsync(ISqlSession session, SqlBatch batch, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlFailureException error)
        {
            await session.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            if (isLast || error.Failure.SqlState is not { } state || !LostRace.Contains(state))
            {
                throw;
            }

            return false;
        }
    }

    private static async Task<IReadOnlyList<SqlRow>> QueryAsync(ISqlSession session, string sql, CancellationToken cancellationToken) =>
        (await session.QueryAsync(new SqlBatch(new SqlCommand(sql)) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>One definition a transaction; a table that is just made has all its columns.</summary>
    private async Task EnsureSinglyAsync(ISqlSession session, SqlCommand create, CancellationToken cancellationToken)
    {
        bool adopted = await ExistsAsync(session, cancellationToken).ConfigureAwait(false);
        IEnumerable<SqlCommand> commands = adopted ? MigrationLogColumns.AddColumnsSingly(Table).Select(text => new SqlCommand(text)) : [create];
        foreach (SqlCommand command in commands)
        {
            await session.ExecuteAsync(new SqlBatch(command), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> ExistsAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        string sql = $"SELECT pg_catalog.to_regclass({SqlIdentifier.Literal(Table.ToSql())}) IS NOT NULL";
        return (await QueryAsync(session, sql, cancellationToken).ConfigureAwait(false))[0].GetBoolean(0);
    }

    /// <summary>
    /// The text of the migrations is left out: it may be long and no decision needs it. Times are cast, so that a column
    /// without a zone is read in the zone in which <c>CURRENT_TIMESTAMP</c> filled it; so is text, for an adopted table may
    /// use a domain or an enum.
    /// </summary>
    private string SelectAll() => $"""
        SELECT id::bigint, step_number, description::text, status::text, error_message, executed_at::timestamptz, version,
            checksum, statements_applied, statements_total, duration_ms, applied_by, run_id, tool_version, batch_progress
        FROM {Table.ToSql()} ORDER BY id
        """;

    private async Task<HistorySnapshot?> ReadOlderShapeAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqlRow> columns = await QueryAsync(
            session,
            $"""
            SELECT attname::text FROM pg_catalog.pg_attribute
            WHERE attrelid OPERATOR(pg_catalog.=) {SqlIdentifier.Literal(Table.ToSql())}::pg_catalog.regclass::oid AND attnum OPERATOR(pg_catalog.>) 0::smallint AND NOT attisdropped
            """,
            cancellationToken).ConfigureAwait(false);
        var present = columns.Select(row => row.GetString(0)!).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. MigrationLogColumns.Core.Where(name => !present.Contains(name))];
        if (missing.Length > 0)
        {
            throw new UnknownHistoryTableException(Table, missing);
        }

        string Optional(string name, string type) => $"{(present.Contains(name) ? name : "NULL")}::{type}";
        string select = $"""
            SELECT id::bigint, step_number, description::text, status::text, {Optional("error_message", "text")}, executed_at::timestamptz,
                {string.Join(", ", MigrationLogColumns.Added.Skip(2).Select(column => Optional(column.Name, column.Type)))}
            FROM {Table.ToSql()} ORDER BY id
            """;
        IReadOnlyList<SqlRow> rows = await QueryAsync(session, select, cancellationToken).ConfigureAwait(false);
        return new HistorySnapshot([.. rows.Select(MigrationLogRow.FromColumns)], IsCurrent: false);
    }
}
