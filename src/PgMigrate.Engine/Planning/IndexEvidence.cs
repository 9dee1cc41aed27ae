using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Asks the catalog whether a CREATE INDEX CONCURRENTLY was done. The name alone would not tell: another index may have it. So table,
/// uniqueness and predicate are compared, and the columns where they are columns and nothing else.
/// </summary>
internal static class IndexEvidence
{
    private const string Eq = "OPERATOR(pg_catalog.=)";

    /// <summary>
    /// A query that gives true for the index as the statement has it, built and valid; false when there is none of its name, or one that is
    /// not built to its end; null for another one of its name.
    /// </summary>
    /// <param name="reader">Behind CONCURRENTLY.</param>
    /// <param name="unique">Whether UNIQUE was said.</param>
    /// <returns>The query, or null for an index without a name, which cannot be told from others.</returns>
    public static string? Of(StatementReader reader, bool unique)
    {
        reader.Accept("IF", "NOT", "EXISTS");
        if (reader.Is("ON") || reader.ReadName() is not { } name || !reader.Accept("ON"))
        {
            return null;
        }

        reader.Accept("ONLY");
        if (StatementEvidence.ReadName(ref reader) is not { } table)
        {
            return null;
        }

        string relation = $"pg_catalog.to_regclass({SqlIdentifier.Literal(table)})";
        string found = "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid "
            + $"WHERE c.relname::text {Eq} {SqlIdentifier.Literal(name)}::text "
            + $"AND c.relnamespace {Eq} (SELECT t.relnamespace FROM pg_catalog.pg_class t WHERE t.oid {Eq} {relation}::oid)";
        string same = $" AND i.indrelid {Eq} {relation}::oid AND i.indisunique {Eq} {(unique ? "true" : "false")}" + Columns(ref reader)
            + (reader.SkipTo("WHERE") ? " AND i.indpred IS NOT NULL" : " AND i.indpred IS NULL");
        return $"SELECT CASE WHEN EXISTS (SELECT {found}{same}) THEN EXISTS (SELECT {found} AND i.indisvalid) "
            + $"WHEN NOT EXISTS (SELECT {found}) THEN false END";
    }

    /// <summary>The condition that the index has these columns; none when they are more than names.</summary>
    private static string Columns(ref StatementReader reader)
    {
        if (reader.Accept("USING"))
        {
            reader.ReadName();
        }

        StatementReader inside = reader;
        reader.SkipParentheses();
        var names = new List<string>();
        bool more = inside.Accept(SqlTokenKind.LeftParenthesis);
        while (more)
        {
            if (inside.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier) || inside.ReadName() is not { } column)
            {
                return "";
            }

            names.Add(column);
            more = inside.Accept(SqlTokenKind.Comma);
        }

        return inside.Current.Kind != SqlTokenKind.RightParenthesis || names.Count == 0 ? "" : string.Concat(names.Select((column, at) =>
            FormattableString.Invariant($" AND pg_catalog.pg_get_indexdef(i.indexrelid, {at + 1}, true) {Eq} pg_catalog.quote_ident({SqlIdentifier.Literal(column)})")));
    }
}
