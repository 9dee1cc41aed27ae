namespace PgMigrate.Engine.Running;

/// <summary>
/// Asks whether the relation that a history, or its lock, would use was put there by somebody who is not to be trusted and runs their code
/// when it is read or written: a view, or a table with triggers, rules, policies, or with defaults, checks, indexes or domains that call
/// functions of their own. Trusted are the role that logged in, superusers and the owner of the database. Anybody may make a
/// <c>migration_log</c> in <c>public</c> before we do, where PUBLIC may create there (the default before PostgreSQL 15).
/// </summary>
internal static class PlantedRelation
{
    private const string Eq = "OPERATOR(pg_catalog.=)";
    private const string Ne = "OPERATOR(pg_catalog.<>)";

    /// <summary>First object id that is not the server's own (<c>FirstNormalObjectId</c>).</summary>
    private const int FirstUserObject = 16_384;

    /// <summary>A column: the relation and its owner when there is such a one, else null. <c>$1</c> is the history's schema, <c>$2</c> its table.</summary>
    public static string Column { get; } = $"""
        (SELECT pg_catalog.concat(n.nspname, '.', c.relname, ' of ', pg_catalog.pg_get_userbyid(c.relowner))
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid {Eq} c.relnamespace
        WHERE n.nspname::text {Eq} COALESCE($1::text, pg_catalog.current_schema()::text)
            AND (c.relname::text {Eq} $2::text OR c.relname::text {Eq} pg_catalog.concat($2::text, '_lock'))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid {Eq} c.relowner AND (r.rolsuper OR r.rolname {Eq} session_user))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_database b WHERE b.datname {Eq} pg_catalog.current_database() AND b.datdba {Eq} c.relowner)
            AND ((c.relkind {Ne} 'r'::"char" AND c.relkind {Ne} 'p'::"char") OR c.relhasrules OR c.relrowsecurity
                OR EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid {Eq} c.oid AND NOT g.tgisinternal)
                OR EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid {Eq} a.atttypid
                    WHERE a.attrelid {Eq} c.oid AND t.typtype {Eq} 'd'::"char")
                OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.refclassid {Eq} 'pg_catalog.pg_proc'::pg_catalog.regclass::oid
                        AND d.refobjid::bigint OPERATOR(pg_catalog.>=) {FirstUserObject}::bigint
                        AND (EXISTS (SELECT FROM pg_catalog.pg_attrdef f
                                WHERE f.adrelid {Eq} c.oid AND f.oid {Eq} d.objid AND d.classid {Eq} 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid)
                            OR EXISTS (SELECT FROM pg_catalog.pg_constraint k
                                WHERE k.conrelid {Eq} c.oid AND k.oid {Eq} d.objid AND d.classid {Eq} 'pg_catalog.pg_constraint'::pg_catalog.regclass::oid)
                            OR EXISTS (SELECT FROM pg_catalog.pg_index i
                                WHERE i.indrelid {Eq} c.oid AND i.indexrelid {Eq} d.objid AND d.classid {Eq} 'pg_catalog.pg_class'::pg_catalog.regclass::oid))))
        LIMIT 1)
        """;
}
