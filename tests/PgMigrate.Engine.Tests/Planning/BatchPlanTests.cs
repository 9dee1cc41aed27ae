using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

/// <summary><c>@batch</c> in a plan.</summary>
public sealed class BatchPlanTests
{
    private const string Update = "-- @batch: 1000 by id\nUPDATE t SET a = 1;";

    [Theory]
    [InlineData(SqlTarget.PostgreSql)]
    [InlineData(SqlTarget.RdsDataApi)]
    [InlineData(SqlTarget.AuroraDsql)]
    public void A_migration_with_one_is_run_statement_by_statement(SqlTarget target)
    {
        PlanStep step = Assert.Single(new PlanCase { Target = target }.File("1", "SELECT 1;\n" + Update).Plan().Steps);
        Assert.Equal(TransactionMode.None, step.Migration.TransactionMode);
        Assert.Equal([null, "-- @batch: 1000 by id"], step.Units.Select(unit => unit.Batch?.ToString()));
        Assert.True(step.Units[1].InTransaction);
    }

    [Theory]
    [InlineData("-- @batch: 1000 by id\nDELETE FROM t RETURNING a;", SqlTarget.PostgreSql, "BatchNotPossible:1", "Take RETURNING out")]
    [InlineData("-- @batch: 1000 by id\nUPDATE t SET a = s.a FROM s;", SqlTarget.PostgreSql, "BatchNotPossible:1", "subquery")]
    [InlineData("-- @batch: 1000 by id\nCREATE TABLE t ();", SqlTarget.PostgreSql, "BatchNotPossible:1", "@batch stands before UPDATE")]
    [InlineData("-- @batch: 1000 by id\nUPDATE t SET a = $1;", SqlTarget.PostgreSql, "BatchNotPossible:1", "variable")]
    [InlineData("-- @batch: 2999 by id\nUPDATE t SET a = 1;", SqlTarget.AuroraDsql, "BatchNotPossible:1", "2998 or less")]
    [InlineData("-- @batch: 2998 by id\nUPDATE t SET a = 1;", SqlTarget.AuroraDsql, "", "")]
    [InlineData("-- @batch: 100000 by id\nUPDATE t SET a = 1;", SqlTarget.PostgreSql, "", "")]
    [InlineData("-- @batch: many by id\nUPDATE t SET a = 1;", SqlTarget.PostgreSql, "InvalidDirective:1", "1000 by id")]
    [InlineData("BEGIN;\n-- @batch: 10 by id\nUPDATE t SET a = 1; SELECT 1; COMMIT;", SqlTarget.PostgreSql, "TransactionControl:1", "COMMIT")]
    [InlineData("BEGIN;\n-- @batch: 10 by id\nUPDATE t SET a = 1; COMMIT;", SqlTarget.AuroraDsql, "TransactionControl:1", "COMMIT")]
    [InlineData("-- @transaction: transactional\n-- @batch: 10 by id\nUPDATE t SET a = 1;", SqlTarget.PostgreSql, "NotTransactional:1", "@transaction")]
    public void What_cannot_be_followed_is_a_problem_with_a_remedy(string sql, SqlTarget target, string expected, string remedy)
    {
        MigrationPlan plan = new PlanCase { Target = target }.File("1", sql).Plan();
        Assert.Equal(expected, PlanCase.Problems(plan));
        Assert.Contains(remedy, plan.Problems.FirstOrDefault()?.Remedy ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_that_keeps_no_progress_forbids_it() => Assert.Equal(
        "BatchNotPossible:1",
        PlanCase.Problems(new PlanCase { Options = new RunOptions { HistoryFormat = "schema_migrations" } }.File("1", Update).Plan()));

    [Theory]
    [InlineData("{\"Statement\":0,\"Rows\":5,\"After\":[\"7\"],\"Last\":[\"9\"]}", "")]
    [InlineData("{\"Statement\":1,\"Rows\":5,\"After\":[\"7\"],\"Last\":[\"9\"]}", "UnknownProgress:1")]
    [InlineData("{\"Statement\":0,\"Rows\":5,\"After\":[\"7\",\"8\"],\"Last\":[\"9\",\"8\"]}", "UnknownProgress:1")]
    [InlineData("{\"Statement\":0}", "UnknownProgress:1")]
    [InlineData("12", "UnknownProgress:1")]
    public void A_run_goes_on_behind_the_range_that_the_history_names(string progress, string problems)
    {
        var plan = new PlanCase().File("1", Update).Rows("1:running=0/1");
        plan.ChangeRows(row => row with { BatchProgress = progress });

        MigrationPlan made = plan.Plan();

        Assert.Equal(problems, PlanCase.Problems(made));
        Assert.Equal(problems.Length > 0, made.Steps.Count == 0);
        Assert.Equal(problems.Length > 0 ? null : "7", made.Steps.FirstOrDefault()?.ResumeBatch?.After[0]);
    }

    [Fact]
    public void The_script_says_that_ranges_are_not_in_it() => Assert.Contains(
        "-- @batch: 1000 by id\n-- Invoke-Migration runs it in such ranges; here it is one statement.\nBEGIN;\nUPDATE t SET a = 1;\nCOMMIT;\n",
        PlanScript.Write(new PlanCase().File("1", Update).Plan()), StringComparison.Ordinal);
}
