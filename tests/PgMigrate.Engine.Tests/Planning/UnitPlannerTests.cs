using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

/// <summary>How statements are grouped: T(…) runs in a transaction with its progress, N(…) alone outside of any.</summary>
public sealed class UnitPlannerTests
{
    [Theory]
    [InlineData("", "Transactional", "T()")]
    [InlineData("A; B;", "Transactional", "T(A B)")]
    [InlineData("BEGIN; A; B; COMMIT;", "Transactional", "T(A B)")]
    [InlineData("BEGIN; COMMIT;", "Transactional", "T()")]
    [InlineData("START TRANSACTION; A; END;", "Transactional", "T(A)")]
    [InlineData("SAVEPOINT s; A; ROLLBACK TO s;", "Transactional", "T(SAVEPOINT A ROLLBACK)")]
    [InlineData("A; VACUUM; B;", "None", "T(A) N(VACUUM) T(B)")]
    [InlineData("VACUUM;", "None", "N(VACUUM)")]
    [InlineData("BEGIN; A; B; COMMIT; VACUUM; C;", "None", "T(A B) N(VACUUM) T(C)")]
    [InlineData("BEGIN; COMMIT; VACUUM;", "None", "N(VACUUM)")]
    [InlineData("-- @transaction: none\nA; B;", "None", "T(A) T(B)")]
    [InlineData("-- @transaction: none\nBEGIN; A; SAVEPOINT s; B; COMMIT; C;", "None", "T(A SAVEPOINT B) T(C)")]
    [InlineData("-- @transaction: none\nCALL p(); DO $$ $$; A;", "None", "N(CALL) N(DO) T(A)")]
    [InlineData("CALL p(); VACUUM;", "None", "T(CALL) N(VACUUM)")]
    [InlineData("-- @transaction: none\nBEGIN; CALL p(); COMMIT;", "None", "T(CALL)")]
    [InlineData("-- @transaction: on\nA;", "Transactional", "T(A)")]
    [InlineData("CALL p(); DO $$ $$;", "Transactional", "T(CALL DO)")]
    public void Units(string sql, string mode, string units)
    {
        PlanStep step = Assert.Single(new PlanCase().File("1", sql).Plan().Steps);
        Assert.Equal((mode, units), (step.Migration.TransactionMode.ToString(), Describe(step)));
        Assert.Equal(mode == "None", step.ModeReason is not null);
    }

    [Theory]
    [InlineData("A; COMMIT; B;", "1:4")]
    [InlineData("COMMIT;", "1:1")]
    [InlineData("BEGIN;", "1:1")]
    [InlineData("A; BEGIN; B; COMMIT;", "1:4")]
    [InlineData("BEGIN; A; COMMIT; B;", "1:1")]
    [InlineData("BEGIN; A; COMMIT; BEGIN; B; COMMIT;", "1:11")]
    [InlineData("BEGIN; A; ROLLBACK;", "1:1")]
    [InlineData("A; PREPARE TRANSACTION 'x';", "1:4")]
    [InlineData("BEGIN; VACUUM; COMMIT;", "1:8")]
    [InlineData("BEGIN; A; VACUUM;", "1:11")]
    [InlineData("VACUUM; COMMIT;", "1:9")]
    [InlineData("VACUUM; BEGIN; A;", "1:16")]
    [InlineData("VACUUM; SAVEPOINT s;", "1:9")]
    [InlineData("VACUUM; BEGIN READ ONLY; A; COMMIT;", "1:9")]
    [InlineData("VACUUM; BEGIN; BEGIN; COMMIT;", "1:16")]
    [InlineData("VACUUM; BEGIN; A; ROLLBACK;", "1:19")]
    public void What_would_part_the_change_from_its_record_is_refused_with_its_place(string sql, string place)
    {
        MigrationPlan plan = new PlanCase().File("1", sql).Plan();
        MigrationProblem problem = Assert.Single(plan.Problems);
        Assert.Equal((MigrationProblemCode.TransactionControl, place), (problem.Code, problem.Position.ToString()));
        Assert.Empty(plan.Steps);
    }

    [Theory]
    [InlineData("A; B;", TransactionMode.None, "T(A) T(B)")]
    [InlineData("-- @transaction: none\nA; B;", TransactionMode.Transactional, "T(A B)")]
    [InlineData("-- @transaction: none\nA; B;", TransactionMode.Auto, "T(A) T(B)")]
    public void A_run_can_overrule_the_head(string sql, TransactionMode overrule, string units) => Assert.Equal(
        units, Describe(Assert.Single(new PlanCase { Options = new RunOptions { TransactionMode = overrule } }.File("1", sql).Plan().Steps)));

    [Fact]
    public void A_statement_that_cannot_is_refused_where_one_transaction_is_demanded()
    {
        MigrationPlan plan = new PlanCase { Options = new RunOptions { TransactionMode = TransactionMode.Transactional } }.File("1", "A; VACUUM;").Plan();
        Assert.Equal("NotTransactional:1", PlanCase.Problems(plan));
    }

    private static string Describe(PlanStep step) => string.Join(' ', step.Units.Select(unit =>
        $"{(unit.InTransaction ? "T" : "N")}({string.Join(' ', step.Statements.Skip(unit.Start).Take(unit.Count).Select(statement => statement.ToString().Split(' ', '(')[0]))})"));
}
