namespace PgMigrate.Engine.Running;

/// <summary>What a run must know of its database before it can name its lock and its table.</summary>
/// <param name="Database">Name of the database.</param>
/// <param name="Schema">First schema of the search path that exists, or null when none does.</param>
/// <param name="User">The role that logged in.</param>
/// <param name="ServerVersion"><c>server_version_num</c>, for example 150018.</param>
/// <param name="HasTables">True when any schema of the users' has a table other than the history's and its lock's.</param>
/// <param name="ProcessId">Server process of the session that asked.</param>
public sealed record DatabaseFacts(string Database, string? Schema, string User, int ServerVersion, bool HasTables, int ProcessId)
{
    private const string Common =
        """
        pg_catalog.current_database()::text, pg_catalog.current_schema()::text, session_user::text,
        pg_catalog.current_setting('server_version_num')::int,
        EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
            WHERE (c.relkind OPERATOR(pg_catalog.=) 'r'::"char" OR c.relkind OPERATOR(pg_catalog.=) 'p'::"char")
            AND c.relname::text OPERATOR(pg_catalog.<>) $2::text AND c.relname::text OPERATOR(pg_catalog.<>) pg_catalog.concat($2::text, '_lock')
            AND n.nspname::text OPERATOR(pg_catalog.<>) 'information_schema'::text AND n.nspname::text OPERATOR(pg_catalog.!~~) 'pg\_%'::text
            AND NOT (n.nspname::text OPERATOR(pg_catalog.=) 'sys'::text AND pg_catalog.to_regclass('sys.jobs') IS NOT NULL)),
        pg_catalog.pg_backend_pid()
        """;

    /// <summary>
    /// The relation in the history's place, or its lock's, that somebody not to be trusted put there with code of theirs on it, and its
    /// owner; null when there is none, as always on Aurora DSQL, where a table can carry no code.
    /// </summary>
    public string? Planted { get; init; }

    /// <summary>The columns that <see cref="FromRow"/> reads; <c>$1</c> is the history table's schema or null, <c>$2</c> its name.</summary>
    internal static string Columns(SqlTarget target) =>
        $"{Common}, {(target == SqlTarget.AuroraDsql ? "NULL::text" : PlantedRelation.Column)}";

    /// <summary>Reads the columns.</summary>
    /// <param name="row">A row that has them.</param>
    /// <param name="first">The first of them.</param>
    internal static DatabaseFacts FromRow(SqlRow row, int first) => new(
        row.GetString(first)!,
        row.GetString(first + 1),
        row.GetString(first + 2)!,
        (int)row.GetInt64(first + 3),
        row.GetBoolean(first + 4),
        (int)row.GetInt64(first + 5))
    {
        Planted = row.GetString(first + 6),
    };

    /// <summary>Asks the server, setting the session up in the same round trip.</summary>
    /// <param name="session">A fresh session.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <param name="keepSettings">False where the server's session may be another client's next.</param>
    internal static async Task<DatabaseFacts> ReadAsync(
        ISqlSession session, RunOptions options, CancellationToken cancellationToken, bool keepSettings = true)
    {
        var question = new SqlCommand(
            $"SELECT $1::text, {Columns(session.Target)}", SqlParameter.Text(options.HistoryTable.Schema), SqlParameter.Text(options.HistoryTable.Table));
        SessionSettings settings = SessionSettings.From(options);
        SqlBatch batch = keepSettings ? new SqlBatch([.. settings.Commands, question]) { IsRepeatable = true } : settings.Around(question, session.Target);
        var results = await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        return FromRow(results[^1][0], 1);
    }
}
