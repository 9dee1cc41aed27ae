namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// The questions to the catalog, for PostgreSQL 12 and newer. <c>$1</c> holds bare names with <c>chr(31)</c> between them, as lists in answers
/// have: the RDS Data API takes and gives no arrays. Aurora DSQL is asked for what it is known to answer: tables, columns, keys and indexes.
/// </summary>
internal static class CatalogQueries
{
    /// <summary>Between the elements of a list: no name has it.</summary>
    public const char Separator = '\x1f';

    public const string Server =
        """
        SELECT pg_catalog.current_setting('server_version_num')::int, current_user::text,
            pg_catalog.array_to_string(pg_catalog.current_schemas(false), pg_catalog.chr(31))
        """;

    private const string Names = "pg_catalog.string_to_array($1::text, pg_catalog.chr(31))";

    /// <summary>The relations of those names, and the tables of the indexes of those names.</summary>
    private const string Wanted =
        $"""
        (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relname::text = ANY ({Names}) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION SELECT i.indrelid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE c.relname::text = ANY ({Names}))
        """;

    public const string Columns =
        $"""
        SELECT a.attrelid::bigint, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef OR a.attidentity <> ''
        FROM pg_catalog.pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN {Wanted}
        """;

    public const string Indexes =
        $"""
        SELECT i.indrelid::bigint, c.relname::text, i.indisunique, i.indpred IS NOT NULL, i.indisvalid,
            pg_catalog.array_to_string(ARRAY(
                SELECT COALESCE(a.attname::text, '?') FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) k
                LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND a.attnum > 0 ORDER BY k), pg_catalog.chr(31))
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid IN {Wanted}
        """;

    /// <summary>What refuses to let a table or column go. What goes with it (its own indexes, defaults, constraints) depends in another way, too.</summary>
    public const string Dependents =
        $"""
        SELECT DISTINCT t.oid::bigint, a.attname::text,
            CASE WHEN r.oid IS NULL THEN pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
                ELSE CASE o.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'a rule of ' END || n.nspname || '.' || o.relname END,
            n.nspname::text, o.relname::text, k.conname::text
        FROM pg_catalog.pg_class t
        JOIN pg_catalog.pg_depend d ON d.deptype = 'n' AND ((d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = t.oid)
            OR (d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid = t.reltype AND t.reltype <> 0))
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0 AND d.refclassid = 'pg_catalog.pg_class'::regclass
        LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
        LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
        LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = d.objid
        LEFT JOIN pg_catalog.pg_trigger g ON d.classid = 'pg_catalog.pg_trigger'::regclass AND g.oid = d.objid
        LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
        LEFT JOIN pg_catalog.pg_class o ON o.oid = COALESCE(r.ev_class, k.conrelid, p.polrelid, g.tgrelid, f.adrelid, CASE WHEN d.classid = 'pg_catalog.pg_class'::regclass THEN d.objid END)
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
        WHERE t.oid IN {Wanted} AND (r.oid IS NULL OR r.ev_class <> t.oid)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype IN ('a', 'i')
                AND e.refclassid = d.refclassid AND e.refobjid = d.refobjid AND e.refobjsubid = d.refobjsubid)
            AND d.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass, 'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_trigger'::regclass,
                'pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_class'::regclass)
        """;

    public const string Enums =
        $"""
        SELECT n.nspname::text, t.typname::text, pg_catalog.string_agg(e.enumlabel::text, pg_catalog.chr(31))
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
        WHERE t.typname::text = ANY ({Names}) GROUP BY n.nspname, t.typname
        """;

    /// <summary>Pages on disk now. Asking takes ACCESS SHARE, so it waits for what holds the table under ACCESS EXCLUSIVE.</summary>
    private const string PagesNow = "pg_catalog.pg_relation_size(q.oid) / pg_catalog.current_setting('block_size')::bigint";

    /// <summary>Pages when the table was last vacuumed or analyzed: asks no lock.</summary>
    private const string PagesThen = "NULLIF(q.relpages, 0)::bigint";

    /// <summary>The relations. Rows and pages are summed over partitions and children; a sum with a part that is not known is not known.</summary>
    /// <param name="sizes">False for sizes that ask no lock.</param>
    public static string Tables(bool sizes) =>
        $"""
        SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text, pg_catalog.pg_get_userbyid(c.relowner)::text,
            pg_catalog.pg_has_role(c.relowner, 'USAGE'), pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.pg_has_role(n.nspowner, 'USAGE'), z.bytes, z.tuples
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN LATERAL (
            WITH RECURSIVE part AS (SELECT c.oid UNION ALL SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part ON i.inhparent = part.oid)
            SELECT CASE WHEN bool_and(s.pages IS NOT NULL) THEN (sum(s.pages) * pg_catalog.current_setting('block_size')::bigint + sum(s.toast))::bigint END AS bytes,
                CASE WHEN bool_and(s.tuples IS NOT NULL) THEN sum(s.tuples)::bigint END AS tuples
            FROM (
                SELECT m.pages, m.toast, CASE WHEN m.pages = 0 THEN 0 WHEN m.reltuples >= 0 AND m.relpages > 0 THEN round(m.reltuples::numeric / m.relpages * m.pages) END AS tuples
                FROM (
                    SELECT {(sizes ? PagesNow : PagesThen)} AS pages, {(sizes ? "COALESCE(pg_catalog.pg_relation_size(NULLIF(q.reltoastrelid, 0)), 0)" : "0")} AS toast, q.reltuples, q.relpages
                    FROM part JOIN pg_catalog.pg_class q ON q.oid = part.oid WHERE q.relkind IN ('r', 'm', 'f')) m) s
        ) z ON c.relkind IN ('r', 'p', 'm')
        WHERE c.oid IN {Wanted} AND n.nspname NOT LIKE 'pg\_temp\_%'
        """;

    /// <summary>The relations as Aurora DSQL tells them.</summary>
    public const string TablesOfDsql =
        $"""
        SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text, NULL::text, NULL::boolean, NULL::boolean, NULL::bigint, NULL::bigint
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN {Wanted}
        """;

    /// <summary>The constraints.</summary>
    /// <param name="expressions">False where they cannot be had, and where nothing may wait: showing one takes ACCESS SHARE on the table.</param>
    public static string Constraints(bool expressions) =>
        $"""
        SELECT k.conrelid::bigint, k.conname::text, k.contype::text, k.convalidated,
            pg_catalog.array_to_string(ARRAY(
                SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u(num, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place), pg_catalog.chr(31)),
            {(expressions ? "CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END" : "NULL::text")}
        FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND k.conrelid IN {Wanted}
        """;
}
