using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

/// <summary>One row for each command of the PostgreSQL manual that matters for transactions, and for those that look like one.</summary>
public sealed class TransactionStatementsTests
{
    [Theory]
    [InlineData("BEGIN", TransactionControl.Begin)]
    [InlineData("BEGIN WORK", TransactionControl.Begin)]
    [InlineData("/* x */ begin -- y\n transaction", TransactionControl.Begin)]
    [InlineData("START TRANSACTION", TransactionControl.Begin)]
    [InlineData("COMMIT", TransactionControl.Commit)]
    [InlineData("COMMIT AND CHAIN", TransactionControl.Commit)]
    [InlineData("END WORK", TransactionControl.Commit)]
    [InlineData("ROLLBACK", TransactionControl.Rollback)]
    [InlineData("ROLLBACK AND NO CHAIN", TransactionControl.Rollback)]
    [InlineData("ABORT TRANSACTION", TransactionControl.Rollback)]
    [InlineData("ROLLBACK TO a", TransactionControl.Savepoint)]
    [InlineData("ROLLBACK WORK TO SAVEPOINT a", TransactionControl.Savepoint)]
    [InlineData("SAVEPOINT a", TransactionControl.Savepoint)]
    [InlineData("RELEASE a", TransactionControl.Savepoint)]
    [InlineData("PREPARE TRANSACTION 'x'", TransactionControl.PrepareTransaction)]
    [InlineData("PREPARE p AS SELECT 1", TransactionControl.None)]
    [InlineData("START", TransactionControl.None)]
    [InlineData("\"begin\"", TransactionControl.None)]
    [InlineData("SET TRANSACTION READ ONLY", TransactionControl.None)]
    [InlineData("DO $$ BEGIN COMMIT; END $$", TransactionControl.None)]
    public void Control(string sql, TransactionControl expected) => Assert.Equal(expected, Read(sql).Control);

    [Theory]
    [InlineData("BEGIN", false)]
    [InlineData("BEGIN WORK", false)]
    [InlineData("BEGIN READ ONLY", true)]
    [InlineData("BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE", true)]
    [InlineData("START TRANSACTION DEFERRABLE", true)]
    public void Options_of_a_begin(string sql, bool expected) => Assert.Equal(expected, Read(sql).HasTransactionOptions);

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a)", false)]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", false)]
    [InlineData("CREATE INDEX i ON t (concurrently)", true)]
    [InlineData("CREATE INDEX \"CONCURRENTLY\" ON t (a)", true)]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS i", false)]
    [InlineData("DROP INDEX i", true)]
    [InlineData("CREATE DATABASE d", false)]
    [InlineData("DROP DATABASE d", false)]
    [InlineData("ALTER DATABASE d SET TABLESPACE s", false)]
    [InlineData("ALTER DATABASE d SET search_path TO a", true)]
    [InlineData("CREATE TABLESPACE s LOCATION '/x'", false)]
    [InlineData("DROP TABLESPACE s", false)]
    [InlineData("DROP SUBSCRIPTION s", false)]
    [InlineData("ALTER SUBSCRIPTION s REFRESH PUBLICATION", false)]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p", false)]
    [InlineData("ALTER SUBSCRIPTION s DISABLE", true)]
    [InlineData("ALTER SYSTEM RESET ALL", false)]
    [InlineData("VACUUM", false)]
    [InlineData("VACUUM (ANALYZE) t", false)]
    [InlineData("ANALYZE t", true)]
    [InlineData("REINDEX INDEX i", true)]
    [InlineData("REINDEX SCHEMA s", false)]
    [InlineData("REINDEX DATABASE d", false)]
    [InlineData("REINDEX (VERBOSE) SYSTEM d", false)]
    [InlineData("REINDEX (CONCURRENTLY FALSE) INDEX i", true)]
    [InlineData("REINDEX (CONCURRENTLY) INDEX i", false)]
    [InlineData("REINDEX INDEX CONCURRENTLY i", false)]
    [InlineData("CLUSTER", false)]
    [InlineData("CLUSTER VERBOSE", false)]
    [InlineData("CLUSTER t USING i", true)]
    [InlineData("DISCARD ALL", false)]
    [InlineData("DISCARD PLANS", true)]
    [InlineData("COMMIT PREPARED 'x'", false)]
    [InlineData("ROLLBACK PREPARED 'x'", false)]
    [InlineData("ALTER TABLE p DETACH PARTITION c CONCURRENTLY", false)]
    [InlineData("ALTER TABLE IF EXISTS ONLY s.p DETACH PARTITION s.c CONCURRENTLY", false)]
    [InlineData("ALTER TABLE p DETACH PARTITION c FINALIZE", true)]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY v", true)]
    [InlineData("CREATE TABLE vacuum (concurrently int)", true)]
    [InlineData("INSERT INTO t VALUES ('CREATE INDEX CONCURRENTLY')", true)]
    [InlineData("SELECT $$ VACUUM $$ -- DROP INDEX CONCURRENTLY i", true)]
    [InlineData("CREATE FUNCTION f() RETURNS void AS 'VACUUM' LANGUAGE sql", true)]
    public void What_can_run_in_a_transaction(string sql, bool expected)
    {
        StatementTraits traits = Read(sql);
        Assert.Equal(expected, traits.CanRunInTransaction);
        Assert.Equal(expected, traits.Reason is null);
    }

    [Theory]
    [InlineData("CALL p()", true)]
    [InlineData("DO $$ BEGIN END $$", true)]
    [InlineData("SELECT p()", false)]
    public void What_may_commit_inside(string sql, bool expected) => Assert.Equal(expected, Read(sql).MayCommitInside);

    [Theory]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x')", false)]
    [InlineData("ALTER TYPE s.\"E\" ADD VALUE IF NOT EXISTS 'it''s' AFTER 'a'; SELECT 'it''s'", false)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; COPY t FROM STDIN;\nx\n\\.\n", false)]
    [InlineData("INSERT INTO t VALUES ('x'); ALTER TYPE e ADD VALUE 'x'", true)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; ALTER TYPE e ADD VALUE 'y' AFTER 'x'", true)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; SELECT 1 AS x -- 'x'", true)]
    [InlineData("ALTER TYPE e RENAME VALUE 'a' TO 'x'; SELECT 'x'", true)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; SELECT 'xx'", true)]
    public void An_enum_value_that_is_used_in_its_own_file(string sql, bool expected) => Assert.Equal(
        expected, StatementTraits.OfScript([.. StatementSplitter.Split(SourceText.FromString(sql))]).All(traits => traits.CanRunInTransaction));

    private static StatementTraits Read(string sql) => StatementTraits.Of(StatementSplitter.Split(SourceText.FromString(sql)).Single());
}
