using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class StepBuilderTests
{
    private const string Concurrently = "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT 3;";

    [Theory]
    [InlineData("partial=1/3", ResumeChoice.Ask, 1, "")]
    [InlineData("partial=2/3", ResumeChoice.Ask, 2, "")]
    [InlineData("partial=0/3", ResumeChoice.Ask, 0, "")]
    [InlineData("running=0/3", ResumeChoice.Ask, 0, "")]
    [InlineData("running=2/3", ResumeChoice.Ask, 2, "")]
    [InlineData("running=3/3", ResumeChoice.Ask, 3, "")]
    [InlineData("running=1/3", ResumeChoice.Ask, null, "UnknownProgress:1")]
    [InlineData("running=1/3", ResumeChoice.Retry, 1, "")]
    [InlineData("running=1/3", ResumeChoice.Skip, 2, "")]
    [InlineData("partial=1/3", ResumeChoice.Skip, 1, "")]
    [InlineData("partial=1/4", ResumeChoice.Ask, null, "PartialChanged:1")]
    [InlineData("partial!=1/3", ResumeChoice.Ask, null, "PartialChanged:1")]
    [InlineData("partial~=1/3", ResumeChoice.Ask, null, "PartialChanged:1")]
    public void A_migration_that_stopped_part_way_goes_on_where_it_stopped(string row, ResumeChoice choice, int? resumeAt, string problems)
    {
        MigrationPlan plan = new PlanCase { Options = new RunOptions { Resume = choice } }.File("1", Concurrently).Rows("1:" + row).Plan();
        Assert.Equal((PlanCase.States(plan), problems), ("Partial", PlanCase.Problems(plan)));
        Assert.Equal(resumeAt, plan.Steps.SingleOrDefault()?.ResumeAt);
        if (resumeAt is not null)
        {
            Assert.Equal(1, plan.Steps[0].ResumeRowId);
        }
    }

    [Fact]
    public void The_statement_of_which_nothing_is_known_is_named()
    {
        MigrationProblem problem = Assert.Single(new PlanCase().File("1", Concurrently).Rows("1:running=1/3").Plan().Problems);
        Assert.Contains("statement 2 (CREATE INDEX CONCURRENTLY i ON t (a))", problem.Message, StringComparison.Ordinal);
        Assert.Equal("2:1", problem.Position.ToString());
    }

    [Fact]
    public void A_transaction_that_died_left_nothing()
    {
        PlanStep step = Assert.Single(new PlanCase().Files("1").Rows("1:running=0/3").Plan().Steps);
        Assert.Equal((0, null, true), (step.ResumeAt, step.ResumeRowId, step.IsTransactional));
    }

    [Fact]
    public void Variables_are_filled_in_before_statements_are_counted()
    {
        var options = new RunOptions { Variables = new Dictionary<string, string> { ["all"] = "SELECT 1; SELECT 2", ["s"] = "app" } };
        PlanStep step = Assert.Single(new PlanCase { Options = options }.File("1", ":all;\nCREATE TABLE ${s}.t ();").Plan().Steps);
        Assert.Equal(["SELECT 1", "SELECT 2", "CREATE TABLE app.t ()"], step.Statements.Select(statement => statement.ToString()));
        Assert.Equal(["1:1", "1:1", "2:1"], step.Statements.Select(statement => statement.Position.ToString()));
    }

    [Fact]
    public void A_variable_that_stands_where_nothing_is_filled_in_is_a_warning()
    {
        var options = new RunOptions { Variables = new Dictionary<string, string> { ["s"] = "app" } };
        MigrationPlan plan = new PlanCase { Options = options }.File("1", "SELECT '${s}';").Plan();
        Assert.Equal(("VariableNotFilled?:1", true), (PlanCase.Problems(plan), plan.CanRun));
    }
}
