using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Judges the expression of a column's default.</summary>
internal static class DefaultExpression
{
    /// <summary>
    /// Functions that PostgreSQL marks stable or immutable (<c>pg_proc.provolatile</c>) and that defaults are written with; any other call counts
    /// as volatile, since a user's function is unless it says otherwise.
    /// </summary>
    private static readonly HashSet<string> Stable = new(StringComparer.OrdinalIgnoreCase)
    {
        "now", "transaction_timestamp", "statement_timestamp", "current_setting", "lower", "upper", "trim", "btrim", "concat", "coalesce", "nullif", "greatest", "least",
        "timezone", "date_trunc", "to_char", "to_date", "to_timestamp", "make_interval", "make_date", "md5", "abs", "round", "floor", "ceil", "length", "left", "right",
        "replace", "array", "row", "cast", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "extract", "date_part", "jsonb_build_object",
        "jsonb_build_array", "json_build_object", "json_build_array", "to_jsonb", "to_json", "current_schema", "current_database", "txid_current", "pg_current_xact_id",
        "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "decode", "encode", "convert_to", "repeat", "lpad", "rpad", "substring", "position",
        "numeric", "varchar", "char", "character", "bit", "timestamp", "time", "interval", "timestamptz", "decimal", "in", "any", "all", "and", "or", "not", "is", "as",
    };

    /// <summary>The first call whose value may differ from row to row, as written; null when there is none.</summary>
    /// <param name="expression">Its text.</param>
    public static string? VolatileCall(string expression)
    {
        var reader = new StatementReader(expression);
        while (!reader.AtEnd)
        {
            bool word = reader.Current.Kind == SqlTokenKind.Word;
            string name = reader.CurrentText.ToString();
            reader.Advance();
            if (word && reader.Current.Kind == SqlTokenKind.LeftParenthesis && !Stable.Contains(name))
            {
                return $"{name}()";
            }
        }

        return null;
    }
}
