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
    [InlineData("ALTER TABLE a RENAME TO b", "pg_catalog.to_regclass('\"a\"') IS NULL")]
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
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE INDEX ASYNC ON a (b)")]
    [InlineData("CREATE INDEX CONCURRENTLY ON a (b)")]
    [InlineData("ALTER TYPE mood RENAME VALUE 'a' TO 'b'")]
    [InlineData("ALTER TABLE a ADD CHECK (b > 0) NOT VALID")]
    [InlineData("ALTER TABLE a RENAME COLUMN b TO c")]
    [InlineData("ALTER TABLE a ALTER b SET DEFAULT 1, ADD COLUMN c int")]
    [InlineData("ALTER TABLE a ADD COLUMN IF NOT EXISTS b numeric(1, 2), ADD COLUMN c int")]
    [InlineData("ALTER SEQUENCE s RESTART")]
    [InlineData("CALL p()")]
    [InlineData("CREATE")]
    [InlineData("ALTER TABLE")]
    public void Where_nothing_tells_the_user_is_asked(string sql) => Assert.Null(Of(sql));

    [Fact]
    public void An_index_has_a_leftover_and_a_way_to_clear_it()
    {
        StatementEvidence evidence = Of("CREATE UNIQUE INDEX ASYNC IF NOT EXISTS \"I\" ON app.a (b)")!;

        Assert.Contains("c.relname::text OPERATOR(pg_catalog.=) 'I'::text AND i.indisvalid)", evidence.Question, StringComparison.Ordinal);
        Assert.Contains("c.relname::text OPERATOR(pg_catalog.=) 'I'::text AND NOT i.indisvalid", evidence.LeftoverQuestion, StringComparison.Ordinal);
        Assert.Contains("'I'::text AND j.status::text IN ('submitted', 'processing'))", evidence.JobQuestion, StringComparison.Ordinal);
        Assert.Equal("I", evidence.LeftoverName);
    }

    private static StatementEvidence? Of(string sql) => StatementEvidence.Of(StatementSplitter.Split(SourceText.FromString(sql)).Single());
}
