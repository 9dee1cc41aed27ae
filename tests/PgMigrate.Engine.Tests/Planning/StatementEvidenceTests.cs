using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

/// <summary>The questions themselves are tried on a database by the driver's tests.</summary>
public sealed class StatementEvidenceTests
{
    [Theory]
    [InlineData("CREATE TABLE a (id int)", "(pg_catalog.to_regclass('\"a\"') IS NOT NULL)")]
    [InlineData("CREATE TABLE App.\"It's\" (id int)", "(pg_catalog.to_regclass('\"app\".\"It''s\"') IS NOT NULL)")]
    [InlineData("CREATE VIEW v AS SELECT 1", "to_regclass('\"v\"')")]
    [InlineData("CREATE SCHEMA s", "(pg_catalog.to_regnamespace('\"s\"') IS NOT NULL)")]
    [InlineData("CREATE DOMAIN d AS int", "to_regtype('\"d\"')")]
    [InlineData("CREATE ROLE r WITH LOGIN", "to_regrole('\"r\"')")]
    [InlineData("DROP TABLE a, b", "SELECT NOT (pg_catalog.to_regclass('\"a\"') IS NOT NULL)")]
    [InlineData("ALTER TABLE a ADD COLUMN b int", "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass('\"a\"')::oid AND attname::text OPERATOR(pg_catalog.=) 'b'::text")]
    [InlineData("ALTER TABLE ONLY a ADD b int", "attname::text OPERATOR(pg_catalog.=) 'b'::text")]
    [InlineData("ALTER TABLE a DROP COLUMN b", "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_attribute")]
    [InlineData("ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID", "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint")]
    [InlineData("ALTER TABLE a DROP CONSTRAINT c", "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_constraint")]
    [InlineData("ALTER TABLE a RENAME TO b", "SELECT CASE WHEN (pg_catalog.to_regclass('\"a\"') IS NOT NULL) THEN CASE WHEN NOT (pg_catalog.to_regclass('\"b\"') IS NOT NULL) THEN false END WHEN (pg_catalog.to_regclass('\"b\"') IS NOT NULL) THEN true END")]
    [InlineData("ALTER TABLE IF EXISTS ONLY a RENAME TO b", "THEN false END ELSE true END")]
    [InlineData("ALTER TABLE App.a RENAME TO B", "pg_catalog.to_regclass('\"app\".\"b\"')")]
    [InlineData("ALTER TABLE a RENAME COLUMN b TO \"C\"", "attname::text OPERATOR(pg_catalog.=) 'C'::text")]
    [InlineData("ALTER TABLE a RENAME b TO c", "attname::text OPERATOR(pg_catalog.=) 'b'::text")]
    [InlineData("ALTER TABLE IF EXISTS a RENAME COLUMN b TO c", "THEN true END")]
    [InlineData("ALTER VIEW a RENAME b TO c", "to_regclass('\"a\"')::oid AND attname")]
    [InlineData("ALTER TABLE a RENAME CONSTRAINT b TO c", "conname::text OPERATOR(pg_catalog.=) 'c'::text")]
    [InlineData("ALTER INDEX app.i RENAME TO j", "pg_catalog.to_regclass('\"app\".\"j\"')")]
    [InlineData("ALTER MATERIALIZED VIEW a RENAME TO b", "pg_catalog.to_regclass('\"b\"')")]
    [InlineData("ALTER FOREIGN TABLE a RENAME COLUMN b TO c", "attname::text OPERATOR(pg_catalog.=) 'c'::text")]
    [InlineData("ALTER DOMAIN a RENAME TO b", "pg_catalog.to_regtype('\"b\"')")]
    [InlineData("ALTER SCHEMA a RENAME TO b", "pg_catalog.to_regnamespace('\"b\"')")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "n.nspname::text OPERATOR(pg_catalog.=) pg_catalog.current_schema()::text AND p.proname::text OPERATOR(pg_catalog.=) 'f'::text AND p.pronargs OPERATOR(pg_catalog.=) 0::smallint AND p.prosrc OPERATOR(pg_catalog.=) 'SELECT 1'::text) THEN true WHEN NOT EXISTS (SELECT FROM")]
    [InlineData("CREATE FUNCTION App.f() RETURNS int LANGUAGE sql RETURN 1", "n.nspname::text OPERATOR(pg_catalog.=) 'app'::text AND p.proname::text OPERATOR(pg_catalog.=) 'f'::text AND p.pronargs OPERATOR(pg_catalog.=) 0::smallint)")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END", "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc")]
    [InlineData("CREATE TYPE t AS ENUM ('a')", "to_regtype('\"t\"')")]
    [InlineData("CREATE DATABASE d", "EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname::text OPERATOR(pg_catalog.=) 'd'::text)")]
    [InlineData("DROP TABLESPACE d", "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace")]
    [InlineData("DROP INDEX CONCURRENTLY a.i", "SELECT NOT (pg_catalog.to_regclass('\"a\".\"i\"') IS NOT NULL)")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a, \"B\")", "pg_get_indexdef(i.indexrelid, 2, true) OPERATOR(pg_catalog.=) pg_catalog.quote_ident('B')")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a) WHERE a > 0", "i.indisunique OPERATOR(pg_catalog.=) true AND")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a DESC)", "i.indpred IS NULL")]
    [InlineData("ALTER TYPE mood ADD VALUE 'it''s' BEFORE 'x'", "e.enumlabel::text OPERATOR(pg_catalog.=) 'it''s'::text")]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "NOT h.inhdetachpending")]
    public void The_catalog_is_asked_by_the_names_of_the_statement(string sql, string part)
    {
        StatementEvidence evidence = Of(sql)!;

        Assert.False(evidence.Repeatable);
        Assert.Contains(part, evidence.Question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT 1")]
    [InlineData("CREATE TABLE IF NOT EXISTS a (id int)")]
    [InlineData("DROP TABLE IF EXISTS a")]
    [InlineData("GRANT SELECT ON a TO b")]
    [InlineData("COMMENT ON TABLE a IS 'x'")]
    [InlineData("SET search_path = a")]
    [InlineData("ALTER TABLE a ALTER COLUMN b SET DEFAULT 1")]
    [InlineData("ALTER TABLE a ADD COLUMN IF NOT EXISTS b numeric(1, 2)")]
    [InlineData("ALTER TABLE a DROP CONSTRAINT IF EXISTS c")]
    [InlineData("ALTER TABLE ASYNC a VALIDATE CONSTRAINT c")]
    [InlineData("AWS IAM GRANT a TO 'arn'")]
    [InlineData("VACUUM (ANALYZE) a")]
    [InlineData("REINDEX TABLE CONCURRENTLY a")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY a")]
    [InlineData("ALTER SYSTEM SET work_mem = '1MB'")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS i")]
    [InlineData("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'x'")]
    [InlineData("ALTER TABLE a VALIDATE CONSTRAINT c")]
    public void What_does_the_same_twice_needs_no_question(string sql) => Assert.True(Of(sql)!.Repeatable);

    [Theory]
    [InlineData("INSERT INTO a VALUES (1)")]
    [InlineData("UPDATE a SET b = b + 1")]
    [InlineData("CREATE FUNCTION f(a t.b%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE FUNCTION f(a SETOF int) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE FUNCTION f(SETOF int) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE FUNCTION f RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE FUNCTION f(int,,int)")]
    [InlineData("CREATE FUNCTION f(,)")]
    [InlineData("CREATE FUNCTION f(a b c)")]
    [InlineData("CREATE FUNCTION a.b.f() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("ALTER TYPE mood RENAME ATTRIBUTE a TO b")]
    [InlineData("ALTER DOMAIN a RENAME CONSTRAINT b TO c")]
    [InlineData("ALTER FUNCTION f() RENAME TO g")]
    [InlineData("ALTER TABLE a RENAME")]
    [InlineData("ALTER TABLE a RENAME COLUMN b")]
    [InlineData("ALTER TABLE a RENAME b TO")]
    [InlineData("ALTER TABLE a RENAME TO")]
    [InlineData("ALTER VIEW")]
    [InlineData("CREATE INDEX ASYNC ON a (b)")]
    [InlineData("CREATE INDEX CONCURRENTLY ON a (b)")]
    [InlineData("ALTER TYPE mood RENAME VALUE 'a' TO 'b'")]
    [InlineData("ALTER TABLE a ADD CHECK (b > 0) NOT VALID")]
    [InlineData("ALTER TABLE a ALTER b SET DEFAULT 1, ADD COLUMN c int")]
    [InlineData("ALTER TABLE a ADD COLUMN IF NOT EXISTS b numeric(1, 2), ADD COLUMN c int")]
    [InlineData("ALTER SEQUENCE s RESTART")]
    [InlineData("CALL p()")]
    [InlineData("CREATE")]
    [InlineData("ALTER TABLE")]
    public void Where_nothing_tells_the_user_is_asked(string sql) => Assert.Null(Of(sql));

    /// <summary>What goes in, by type; names, modes, modifiers and defaults are none of it.</summary>
    [Theory]
    [InlineData("int", "int")]
    [InlineData("a int", "int")]
    [InlineData("IN a int, INOUT b text, OUT c int, d OUT int, e IN OUT date", "int", "text", "date")]
    [InlineData("VARIADIC int[]", "int [ ]")]
    [InlineData("VARIADIC a int ARRAY", "int ARRAY")]
    [InlineData("double precision", "double precision")]
    [InlineData("double double precision", "double precision")]
    [InlineData("double int", "int")]
    [InlineData("timestamp(3) with time zone, a timestamp without time zone", "timestamp with time zone", "timestamp without time zone")]
    [InlineData("a numeric(10, 2)[], b float(20), c float(20)[], d float(30)", "numeric [ ]", "real", "real[]", "float")]
    [InlineData("a app.\"My t\" DEFAULT '(,)', \"b,\" \"char\" = f(1, 2)", "app.\"My t\"", "\"char\"")]
    [InlineData("a character varying(3) DEFAULT ARRAY[1,2] /* , */", "character varying")]
    [InlineData("interval day to second(3), a interval", "interval day to second", "interval")]
    public void A_function_is_asked_for_by_the_types_it_takes(string arguments, params string[] types)
    {
        string question = Of($"CREATE FUNCTION f({arguments}) RETURNS int LANGUAGE sql AS 'SELECT 1'")!.Question!;
        Assert.Contains($"p.pronargs OPERATOR(pg_catalog.=) {types.Length}::smallint", question, StringComparison.Ordinal);
        for (int at = 0; at < types.Length; at++)
        {
            Assert.Contains($"p.proargtypes[{at}] OPERATOR(pg_catalog.=) pg_catalog.to_regtype('{types[at]}')::oid", question, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_index_has_a_leftover_and_a_way_to_clear_it()
    {
        StatementEvidence evidence = Of("CREATE UNIQUE INDEX ASYNC IF NOT EXISTS \"I\" ON app.a (b)")!;

        Assert.Contains("c.relname::text OPERATOR(pg_catalog.=) 'I'::text AND i.indisvalid)", evidence.Question, StringComparison.Ordinal);
        Assert.Contains("c.relname::text OPERATOR(pg_catalog.=) 'I'::text AND NOT i.indisvalid", evidence.LeftoverQuestion, StringComparison.Ordinal);
        Assert.Contains("'I'::text AND j.status::text IN ('submitted', 'processing'))", evidence.JobQuestion, StringComparison.Ordinal);
        Assert.Equal("I", evidence.LeftoverName);
    }

    /// <summary>Only what fails where it is there already tells, by being there, that it was made.</summary>
    [Theory]
    [InlineData("CREATE TABLE a (id int)", true)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", true)]
    [InlineData("ALTER TABLE a RENAME TO b", false)]
    [InlineData("ALTER TABLE a RENAME COLUMN b TO c", false)]
    public void A_creation_is_known_for_one(string sql, bool isCreation) => Assert.Equal(isCreation, Of(sql)!.IsCreation);

    private static StatementEvidence? Of(string sql) => StatementEvidence.Of(StatementSplitter.Split(SourceText.FromString(sql)).Single());
}
