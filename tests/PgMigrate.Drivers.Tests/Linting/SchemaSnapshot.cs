using Npgsql;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>What a database holds, as text: definitions from the catalog, and the rows of every table.</summary>
internal static class SchemaSnapshot
{
    /// <summary>One column each; no object identifier, for these differ.</summary>
    private static readonly string[] Queries =
    [
        "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
        """
        SELECT format('%s %s.%s %s %s', relkind, relnamespace::regnamespace, relname, relpersistence, pg_get_viewdef(oid))
        FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """,
        """
        SELECT format('column %s.%s %s %s not null %s default %s identity %s', attrelid::regclass, attname, attnum, format_type(atttypid, atttypmod), attnotnull,
                      pg_get_expr(adbin, adrelid), attidentity)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """,
        """
        SELECT format('index %s valid %s unique %s immediate %s', pg_get_indexdef(indexrelid), indisvalid, indisunique, indimmediate)
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """,
        """
        SELECT format('constraint %s on %s %s valid %s', conname, conrelid::regclass, pg_get_constraintdef(oid), convalidated)
        FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """,
        "SELECT format('enum %s %s %s', enumtypid::regtype, enumlabel, enumsortorder) FROM pg_enum",
        "SELECT 'sequence ' || s::text FROM pg_sequences s",
        "SELECT 'statistics ' || pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
        "SELECT format('collation %s %s %s', collname, collprovider, coalesce(to_jsonb(c)->>'colliculocale', to_jsonb(c)->>'colllocale')) FROM pg_collation c WHERE collnamespace = 'public'::regnamespace",
        """
        SELECT format('rows of %s: %s', oid::regclass, query_to_xml(format('SELECT * FROM %s t ORDER BY t::text', oid::regclass), true, false, ''))
        FROM pg_class WHERE relkind IN ('r', 'm') AND has_table_privilege(oid, 'SELECT') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        """,
    ];

    public static async Task<string> ReadAsync(NpgsqlConnection connection)
    {
        var lines = new List<string>();
        foreach (string query in Queries)
        {
            await using var command = new NpgsqlCommand(query, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
