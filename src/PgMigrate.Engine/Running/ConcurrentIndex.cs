using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// CREATE INDEX CONCURRENTLY that fails or is cancelled leaves an invalid index behind (manual, CREATE INDEX, "Building Indexes
/// Concurrently"). With IF NOT EXISTS the next try then succeeds without building anything, so its success is looked into.
/// </summary>
/// <param name="Name">The index as the catalog has it.</param>
/// <param name="Table">Its table as SQL, as it is written.</param>
/// <param name="IfNotExists">Whether the statement is content with an index of that name.</param>
internal sealed record ConcurrentIndex(string Name, string Table, bool IfNotExists)
{
    /// <summary>PostgreSQL 12 shows which indexes are being built.</summary>
    private const int FirstWithProgress = 120_000;

    /// <summary>True for every CREATE INDEX CONCURRENTLY, named or not.</summary>
    public static bool IsBuiltBy(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return AcceptHead(ref reader);
    }

    /// <summary>What a CREATE INDEX CONCURRENTLY asks for; null for one without a name and for any other statement.</summary>
    public static ConcurrentIndex? Read(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        if (!AcceptHead(ref reader))
        {
            return null;
        }

        bool ifNotExists = reader.Accept("IF", "NOT", "EXISTS");
        if (reader.Is("ON") || reader.ReadName() is not { } name || !reader.Accept("ON"))
        {
            return null;
        }

        reader.Accept("ONLY");
        var table = new StringBuilder();
        bool wantsPart = true;
        while (reader.Current.Kind == SqlTokenKind.Dot || (wantsPart && reader.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier))
        {
            wantsPart = reader.Current.Kind == SqlTokenKind.Dot;
            table.Append(reader.CurrentText);
            reader.Advance();
        }

        return new ConcurrentIndex(name, table.ToString(), ifNotExists);
    }

    /// <exception cref="SqlFailureException">The index is there and invalid, or the database refused.</exception>
    public async Task RequireValidAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            """
            SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
            WHERE NOT i.indisvalid AND i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::oid
                AND c.relname OPERATOR(pg_catalog.=) $2::name
            """,
            SqlParameter.Text(Table),
            SqlParameter.Text(Name));
        var results = await session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false);
        if (results[0].Count > 0)
        {
            throw new SqlFailureException(new SqlFailure
            {
                Message = $"The index {SqlIdentifier.Quote(Name)} exists but is invalid: an earlier CREATE INDEX CONCURRENTLY did not end well.",
                Hint = $"DROP INDEX CONCURRENTLY {SqlIdentifier.Quote(Name)}; then run again.",
                CommandIndex = 0,
            });
        }
    }

    /// <summary>
    /// Drops what an earlier build of it left invalid, so that it can be built. Not while anybody builds an index on the table: one
    /// that is being built is invalid too.
    /// </summary>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task DropInvalidAsync(StepContext context, CancellationToken cancellationToken)
    {
        ISqlSession session = context.Work.Current;
        string notBuilding = context.Lock.Facts.ServerVersion < FirstWithProgress ? "" : """
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
                WHERE p.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                    AND (p.relid IS NULL OR p.relid OPERATOR(pg_catalog.=) i.indrelid))
            """;
        var question = new SqlCommand(
            $"""
            SELECT n.nspname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind OPERATOR(pg_catalog.=) 'i'::"char"
                AND i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::oid AND c.relname OPERATOR(pg_catalog.=) $2::name
                {notBuilding}
            """,
            SqlParameter.Text(Table),
            SqlParameter.Text(Name));
        if ((await session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false))[0] is not [SqlRow row, ..])
        {
            return;
        }

        string index = $"{SqlIdentifier.Quote(row.GetString(0)!)}.{SqlIdentifier.Quote(Name)}";
        context.Observer.OnEvent(new RunEvent.Message(
            $"{context.Step.Migration.FileName}: an earlier try left the index {index} invalid. It is dropped and built anew.", IsWarning: true));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand($"DROP INDEX CONCURRENTLY IF EXISTS {index}")), cancellationToken).ConfigureAwait(false);
    }

    private static bool AcceptHead(ref StatementReader reader)
    {
        if (!reader.Accept("CREATE"))
        {
            return false;
        }

        reader.Accept("UNIQUE");
        return reader.Accept("INDEX", "CONCURRENTLY");
    }
}
