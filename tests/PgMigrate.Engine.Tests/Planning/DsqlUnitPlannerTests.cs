using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class DsqlUnitPlannerTests
{
    [Theory]
    [InlineData("CREATE TABLE a (id int); INSERT INTO a VALUES (1); UPDATE a SET id = 2;", "0+1 alone, 1+1, 2+1")]
    [InlineData("BEGIN; INSERT INTO a VALUES (1); DELETE FROM a; COMMIT; DROP TABLE a;", "0+2, 2+1 alone")]
    [InlineData("START TRANSACTION; COMMIT;", "")]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO a SELECT * FROM x; (SELECT 1); VALUES (1); TABLE a", "0+1, 1+1, 2+1, 3+1")]
    [InlineData("SET search_path = x; GRANT SELECT ON a TO b; CALL sys.wait_for_job('x')", "0+1 alone, 1+1 alone, 2+1 alone")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT f()", "0+1 alone, 1+1")]
    [InlineData("", "")]
    public void Rows_go_with_their_progress_and_definitions_alone(string sql, string expected)
    {
        UnitPlan plan = Plan(sql);

        Assert.Null(plan.Problem);
        Assert.Equal(TransactionMode.None, plan.Mode);
        Assert.Equal(expected, string.Join(", ", plan.Units.Select(unit => $"{unit.Start}+{unit.Count}{(unit.InTransaction ? "" : " alone")}")));
    }

    [Theory]
    [InlineData("SAVEPOINT s", MigrationProblemCode.TransactionControl, 1)]
    [InlineData("SELECT 1;\nROLLBACK", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("SELECT 1;\nCOMMIT", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("BEGIN;\nSELECT 1", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("BEGIN;\nBEGIN;\nCOMMIT", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("BEGIN;\nSET search_path = x;\nCOMMIT", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nCOMMIT", MigrationProblemCode.TransactionControl, 1)]
    [InlineData("BEGIN;\nCREATE TABLE a (id int);\nCOMMIT", MigrationProblemCode.TransactionControl, 2)]
    [InlineData("PREPARE TRANSACTION 'x'", MigrationProblemCode.TransactionControl, 1)]
    [InlineData("SELECT 1;\nCOPY a FROM STDIN;\n1\n\\.\n", MigrationProblemCode.CopyNotSupported, 2)]
    public void What_cannot_be_run_is_named_with_its_place(string sql, MigrationProblemCode code, int line)
    {
        MigrationProblem problem = Plan(sql).Problem!;

        Assert.Equal(code, problem.Code);
        Assert.Equal(line, problem.Position!.Value.Line);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void One_transaction_that_is_asked_for_is_refused() =>
        Assert.Equal(MigrationProblemCode.NotTransactional, Plan("SELECT 1", TransactionMode.Transactional).Problem!.Code);

    private static UnitPlan Plan(string sql, TransactionMode mode = TransactionMode.Auto)
    {
        SourceText text = SourceText.FromString(sql, "/m/1.sql");
        var migration = new Migration
        {
            Version = "1",
            Name = "",
            FileName = "1.sql",
            Path = "/m/1.sql",
            Layout = "Native",
            Ordinal = 0,
            UpScript = text,
            Checksum = "",
        };
        return DsqlUnitPlanner.Plan(migration, [.. StatementSplitter.Split(text)], mode);
    }
}
