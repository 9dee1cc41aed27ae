using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// How to find out whether a definition was applied, read from its tokens: by a question to the catalog, or not at all because
/// applying it once more does the same.
/// </summary>
internal sealed record StatementEvidence
{
    /// <summary>A query that gives true when the statement was applied and false when not; null when none is needed.</summary>
    public string? Question { get; init; }

    /// <summary>True when it may be applied once more whatever the answer would be.</summary>
    public bool Repeatable { get; init; }

    /// <summary>
    /// True when the statement makes what <see cref="Question"/> asks for and would fail if it were there: before it the answer is no,
    /// after it yes.
    /// </summary>
    public bool IsCreation { get; init; }

    /// <summary>What an unfinished CREATE INDEX ASYNC left: a query that gives the schema of an index that is there and not valid.</summary>
    public string? LeftoverQuestion { get; init; }

    /// <summary>A query that gives true while a background job is at work on it.</summary>
    public string? JobQuestion { get; init; }

    /// <summary>The leftover's name in its schema.</summary>
    public string? LeftoverName { get; init; }

    private const string Eq = "OPERATOR(pg_catalog.=)";

    private static StatementEvidence Again { get; } = new() { Repeatable = true };

    /// <summary>Reads a statement; null when nothing tells.</summary>
    public static StatementEvidence? Of(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return SessionStatements.ChangesSession(statement.Text.Span) || reader.Is("GRANT") || reader.Is("REVOKE") || reader.Is("COMMENT")
            || reader.Is("ANALYZE") || reader.Is("SHOW") || reader.Accept("AWS", "IAM") || reader.Is("VACUUM") || reader.Is("REINDEX")
            || reader.Is("CLUSTER") || reader.Is("REFRESH") || reader.Is("DISCARD") || reader.Accept("ALTER", "SYSTEM") ? Again
            : reader.Accept("CREATE") ? Create(reader)
            : reader.Accept("DROP") ? Drop(reader)
            : reader.Accept("ALTER") ? Alter(reader)
            : null;
    }

    private static StatementEvidence? Create(StatementReader reader)
    {
        if (reader.Accept("OR", "REPLACE"))
        {
            return Again;
        }

        bool unique = reader.Accept("UNIQUE");
        if (reader.Accept("INDEX", "ASYNC"))
        {
            return Index(reader);
        }

        if (reader.Accept("INDEX", "CONCURRENTLY"))
        {
            return IndexEvidence.Of(reader, unique) is { } built ? new StatementEvidence { Question = built } : null;
        }

        string kind = reader.CurrentText.ToString().ToUpperInvariant();
        reader.Advance();
        if (reader.Accept("IF", "NOT", "EXISTS"))
        {
            return unique ? null : Again;
        }

        string? question = kind == "FUNCTION" ? FunctionEvidence.Of(reader)
            : ReadName(ref reader) is { } name && ExistsSql(kind, name) is { } exists ? "SELECT " + exists : null;
        return question is null ? null : new StatementEvidence { Question = question, IsCreation = true };
    }

    private static StatementEvidence? Index(StatementReader reader)
    {
        bool mayBeThere = reader.Accept("IF", "NOT", "EXISTS");
        if (reader.Is("ON") || reader.ReadName() is not { } name || !reader.Accept("ON"))
        {
            return null;
        }

        reader.Accept("ONLY");
        if (ReadName(ref reader) is not { } table)
        {
            return null;
        }

        string found = $"FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid {Eq} i.indexrelid ";
        string named = $"WHERE i.indrelid {Eq} pg_catalog.to_regclass({SqlIdentifier.Literal(table)})::oid AND c.relname::text {Eq} {SqlIdentifier.Literal(name)}::text AND ";
        return new StatementEvidence
        {
            Question = $"SELECT EXISTS (SELECT {found}{named}i.indisvalid)",
            IsCreation = !mayBeThere,
            LeftoverQuestion = $"SELECT n.nspname::text {found}JOIN pg_catalog.pg_namespace n ON n.oid {Eq} c.relnamespace {named}NOT i.indisvalid",
            LeftoverName = name,

            // Compared as text, because the type of object_id is not documented.
            JobQuestion = $"SELECT EXISTS (SELECT {found}JOIN sys.jobs j ON j.object_id::text {Eq} c.oid::text {named}j.status::text IN ('submitted', 'processing'))",
        };
    }

    private static StatementEvidence? Drop(StatementReader reader)
    {
        string kind = reader.CurrentText.ToString().ToUpperInvariant();
        reader.Advance();
        reader.Accept("CONCURRENTLY");
        if (reader.Accept("IF", "EXISTS"))
        {
            return Again;
        }

        // A list is dropped whole or not at all, so its first name tells.
        return ReadName(ref reader) is { } name && ExistsSql(kind, name) is { } exists ? new StatementEvidence { Question = "SELECT NOT " + exists } : null;
    }

    private static StatementEvidence? Alter(StatementReader reader)
    {
        if (reader.Accept("TABLE"))
        {
            return AlterTable(reader);
        }

        StatementReader type = reader;
        if (type.Accept("TYPE") && AddedValue(type) is { } added)
        {
            return added;
        }

        if (!reader.Accept("MATERIALIZED"))
        {
            reader.Accept("FOREIGN");
        }

        string kind = reader.CurrentText.ToString().ToUpperInvariant();
        reader.Advance();
        bool mayBeMissing = reader.Accept("IF", "EXISTS");
        return ReadName(ref reader) is { } name ? Renamed(reader, kind, name, mayBeMissing) : null;
    }

    private static StatementEvidence? AlterTable(StatementReader reader)
    {
        StatementReader ahead = reader;
        if (ahead.Accept("ASYNC") && ahead.SkipTo("VALIDATE"))
        {
            return Again;
        }

        bool mayBeMissing = reader.Accept("IF", "EXISTS");
        reader.Accept("ONLY");
        if (ReadName(ref reader) is not { } table)
        {
            return null;
        }

        if (reader.Is("RENAME"))
        {
            return Renamed(reader, "TABLE", table, mayBeMissing);
        }

        // The statement is applied whole or not at all, so its first action tells; but that the first may be repeated says nothing
        // of the others.
        return Action(reader, table) is { } first && (!first.Repeatable || IsSingle(reader)) ? first : null;
    }

    private static bool IsSingle(StatementReader reader)
    {
        while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.Comma)
        {
            if (!reader.SkipParentheses())
            {
                reader.Advance();
            }
        }

        return reader.AtEnd;
    }

    private static StatementEvidence? Action(StatementReader reader, string table)
    {
        string relation = $"pg_catalog.to_regclass({SqlIdentifier.Literal(table)})";
        if (reader.Accept("ADD", "CONSTRAINT"))
        {
            return Constraint(reader, relation, "");
        }

        if (reader.Accept("DROP", "CONSTRAINT"))
        {
            return reader.Is("IF") ? Again : Constraint(reader, relation, "NOT ");
        }

        bool adds = reader.Accept("ADD");
        if (adds || reader.Accept("DROP"))
        {
            bool unnamed = !reader.Accept("COLUMN")
                && (reader.Is("CHECK") || reader.Is("FOREIGN") || reader.Is("UNIQUE") || reader.Is("PRIMARY") || reader.Is("EXCLUDE"));
            return unnamed ? null : reader.Is("IF") ? Again : Column(reader, relation, adds ? "" : "NOT ");
        }

        if (reader.Accept("VALIDATE", "CONSTRAINT"))
        {
            return Again;
        }

        if (reader.Accept("DETACH", "PARTITION"))
        {
            return ReadName(ref reader) is { } part ? Detached(relation, part) : null;
        }

        return reader.Accept("ALTER") ? AlterColumn(reader)
            : reader.Accept("OWNER") ? Again
            : null;
    }

    /// <summary>Setting or dropping a default, and dropping NOT NULL, do the same twice.</summary>
    private static StatementEvidence? AlterColumn(StatementReader reader)
    {
        reader.Accept("COLUMN");
        reader.ReadName();
        return reader.Accept("SET", "DEFAULT") || reader.Accept("DROP", "DEFAULT") || reader.Accept("DROP", "NOT", "NULL") ? Again : null;
    }

    /// <summary>One that was begun CONCURRENTLY and not ended is neither: DETACH PARTITION … FINALIZE is to be run by hand.</summary>
    private static StatementEvidence Detached(string relation, string part)
    {
        string link = $"FROM pg_catalog.pg_inherits h WHERE h.inhparent {Eq} {relation}::oid AND h.inhrelid {Eq} pg_catalog.to_regclass({SqlIdentifier.Literal(part)})::oid";
        return new StatementEvidence
        {
            Question = $"SELECT CASE WHEN NOT EXISTS (SELECT {link}) THEN true WHEN EXISTS (SELECT {link} AND NOT h.inhdetachpending) THEN false END",
        };
    }

    private static StatementEvidence? AddedValue(StatementReader reader)
    {
        if (ReadName(ref reader) is not { } type || !reader.Accept("ADD", "VALUE"))
        {
            return null;
        }

        if (reader.Accept("IF", "NOT", "EXISTS"))
        {
            return Again;
        }

        // As it is written: the server reads the literal as it read the statement's.
        return reader.Current.Kind != SqlTokenKind.StringConstant ? null : new StatementEvidence
        {
            Question = $"SELECT EXISTS (SELECT FROM pg_catalog.pg_enum e WHERE e.enumtypid {Eq} pg_catalog.to_regtype({SqlIdentifier.Literal(type)})::oid "
                + $"AND e.enumlabel::text {Eq} {reader.CurrentText}::text)",
        };
    }

    private static StatementEvidence? Column(StatementReader reader, string relation, string not) => reader.ReadName() is { } name
        ? new StatementEvidence { Question = $"SELECT {not}{ColumnSql(relation, name)}", IsCreation = not.Length == 0 } : null;

    private static StatementEvidence? Constraint(StatementReader reader, string relation, string not) => reader.ReadName() is { } name
        ? new StatementEvidence { Question = $"SELECT {not}{ConstraintSql(relation, name)}", IsCreation = not.Length == 0 } : null;

    /// <summary>RENAME: of the two names one is there and the other is not. With both, or neither, it was not this statement's doing alone.</summary>
    /// <param name="reader">Behind the name.</param>
    /// <param name="kind">What is altered.</param>
    /// <param name="name">Its name.</param>
    /// <param name="mayBeMissing">True for IF EXISTS: where there is nothing of that name, the statement does nothing.</param>
    private static StatementEvidence? Renamed(StatementReader reader, string kind, string name, bool mayBeMissing)
    {
        if (!reader.Accept("RENAME"))
        {
            return null;
        }

        string? before = null;
        string? after = null;
        if (reader.Accept("TO"))
        {
            before = ExistsSql(kind, name);
            after = ReadName(ref reader) is { } other ? ExistsSql(kind, Beside(name, other)) : null;
        }
        else if (kind is "TABLE" or "VIEW")
        {
            mayBeMissing = false;
            string relation = $"pg_catalog.to_regclass({SqlIdentifier.Literal(name)})";
            Func<string, string, string> exists = reader.Accept("CONSTRAINT") ? ConstraintSql : ColumnSql;
            reader.Accept("COLUMN");
            before = reader.ReadName() is { } first ? exists(relation, first) : null;
            after = reader.Accept("TO") && reader.ReadName() is { } second ? exists(relation, second) : null;
        }

        return before is null || after is null ? null : new StatementEvidence
        {
            Question = $"SELECT CASE WHEN {before} THEN CASE WHEN NOT {after} THEN false END{(mayBeMissing ? " ELSE true" : $" WHEN {after} THEN true")} END",
        };
    }

    private static string ColumnSql(string relation, string name) =>
        $"EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid {Eq} {relation}::oid AND attname::text {Eq} {SqlIdentifier.Literal(name)}::text "
        + "AND attnum OPERATOR(pg_catalog.>) 0::smallint AND NOT attisdropped)";

    private static string ConstraintSql(string relation, string name) =>
        $"EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid {Eq} {relation}::oid AND conname::text {Eq} {SqlIdentifier.Literal(name)}::text)";

    /// <summary>A name in the schema of another, where that has one.</summary>
    private static string Beside(string other, string name) =>
        SqlIdentifier.ParseList(other, '.') is { Count: > 1 } parts ? $"{SqlIdentifier.Quote(parts[^2])}.{name}" : name;

    private static string? ExistsSql(string kind, string name) => kind switch
    {
        "TABLE" or "VIEW" or "SEQUENCE" or "INDEX" => $"(pg_catalog.to_regclass({SqlIdentifier.Literal(name)}) IS NOT NULL)",
        "DOMAIN" or "TYPE" => $"(pg_catalog.to_regtype({SqlIdentifier.Literal(name)}) IS NOT NULL)",
        "SCHEMA" => $"(pg_catalog.to_regnamespace({SqlIdentifier.Literal(name)}) IS NOT NULL)",
        "DATABASE" => Named("pg_database", "datname", name),
        "TABLESPACE" => Named("pg_tablespace", "spcname", name),
        "SUBSCRIPTION" => Named("pg_subscription", "subname", name),
        "EXTENSION" => Named("pg_extension", "extname", name),
        "ROLE" => $"(pg_catalog.to_regrole({SqlIdentifier.Literal(name)}) IS NOT NULL)",
        _ => null,
    };

    /// <summary>A name outside every schema. Only the server's own subscriptions, in this database, count.</summary>
    private static string? Named(string catalog, string column, string name) => SqlIdentifier.ParseList(name, '.') is [var bare]
        ? $"EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {column}::text {Eq} {SqlIdentifier.Literal(bare)}::text"
            + (catalog == "pg_subscription"
                ? $" AND subdbid {Eq} (SELECT oid FROM pg_catalog.pg_database WHERE datname {Eq} pg_catalog.current_database()))" : ")")
        : null;

    /// <summary>A name with its parts quoted as needed, so that the server reads it as the statement's own.</summary>
    internal static string? ReadName(ref StatementReader reader)
    {
        var parts = new List<string>();
        do
        {
            if (reader.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier))
            {
                break;
            }

            parts.Add(reader.Current.Kind == SqlTokenKind.QuotedIdentifier
                ? reader.CurrentText.ToString() : SqlIdentifier.Quote(reader.CurrentText.ToString().ToLowerInvariant()));
            reader.Advance();
        }
        while (reader.Accept(SqlTokenKind.Dot));
        return parts.Count == 0 ? null : string.Join('.', parts);
    }
}
