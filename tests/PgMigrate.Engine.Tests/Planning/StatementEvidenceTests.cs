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
    [InlineData("ALTER TABLE a ADD COLUMN b int", "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass('\"a\"') AND attname = 'b'")]
    [InlineData("ALTER TABLE ONLY a ADD b int", "attname = 'b'")]
    [InlineData("ALTER TABLE a DROP COLUMN b", "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_attribute")]
    [InlineData("ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID", "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint")]
    [InlineData("ALTER TABLE a DROP CONSTRAINT c", "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_constraint")]
    [InlineData("ALTER TABLE a RENAME TO b", "pg_catalog.to_regclass('\"a\"') IS NULL")]
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
    public void What_does_the_same_twice_needs_no_question(string sql) => Assert.True(Of(sql)!.Repeatable);

    [Theory]
    [InlineData("INSERT INTO a VALUES (1)")]
    [InlineData("UPDATE a SET b = b + 1")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE INDEX ASYNC ON a (b)")]
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

        Assert.Contains("c.relname = 'I' AND i.indisvalid)", evidence.Question, StringComparison.Ordinal);
        Assert.Contains("c.relname = 'I' AND NOT i.indisvalid)", evidence.LeftoverQuestion, StringComparison.Ordinal);
        Assert.Equal("DROP INDEX IF EXISTS \"app\".\"I\"", evidence.CleanUp);
    }

    private static StatementEvidence? Of(string sql) => StatementEvidence.Of(StatementSplitter.Split(SourceText.FromString(sql)).Single());
}
