using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class MigrationPlannerTests
{
    [Theory]
    [InlineData("1 2 3", "", "Pending Pending Pending", "1 2 3", "")]
    [InlineData("1 2 3", "1:completed", "Applied Pending Pending", "2 3", "")]
    [InlineData("1 2 3", "1:completed 2:completed 3:completed", "Applied Applied Applied", "", "")]
    [InlineData("1 2", "1:completed~ 2:completed~", "Applied Applied", "", "")]
    [InlineData("1 2", "1:baseline", "Baselined Pending", "2", "")]
    [InlineData("1 2", "1:baseline!", "Changed Pending", "2", "ChecksumChanged:1")]
    [InlineData("1 2", "1:failed", "Failed Pending", "1 2", "")]
    [InlineData("1 2", "1:failed!", "Failed Pending", "1 2", "")]
    [InlineData("1 2", "1:failed 1:failed 1:completed", "Applied Pending", "2", "")]
    [InlineData("1 2", "1:completed 1:failed", "Applied Pending", "2", "")]
    [InlineData("1 2", "1:completed! 1:completed", "Applied Pending", "2", "")]
    [InlineData("1 2", "1:completed!", "Changed Pending", "2", "ChecksumChanged:1")]
    [InlineData("1 2", "1:completed 1:undone", "Undone Pending", "1 2", "")]
    [InlineData("1 2", "1:completed 1:undone 1:completed", "Applied Pending", "2", "")]
    [InlineData("1 2", "1:undone 1:failed", "Failed Pending", "1 2", "")]
    [InlineData("1 2", "1:pending", "Pending Pending", "1 2", "")]
    [InlineData("1 2", "1:completed 1:weird", "Applied Pending", "2", "")]
    [InlineData("1 2 3", "1:completed 3:completed", "Applied OutOfOrder Applied", "2", "OutOfOrder:2")]
    [InlineData("1 2 3", "3:baseline", "OutOfOrder OutOfOrder Baselined", "1 2", "OutOfOrder:1 OutOfOrder:2")]
    [InlineData("1 2 3", "1:completed 2:failed 3:completed", "Applied Failed Applied", "2", "")]
    [InlineData("1 R_v R_w", "1:completed R_v:completed R_w:completed", "Applied Applied Applied", "", "")]
    [InlineData("1 R_v R_w", "1:completed R_v:completed! R_w:completed", "Applied Pending Applied", "R_v", "")]
    [InlineData("1 2 R_v", "1:completed R_v:completed", "Applied Pending Applied", "2", "")]
    [InlineData("1 R_v R_w", "1:completed! R_w:baseline", "Changed Pending Baselined", "R_v", "ChecksumChanged:1")]
    [InlineData("2", "1:completed", "Pending Missing", "2", "MissingFile?")]
    [InlineData("2", "1:completed~", "Pending Missing", "2", "MissingFile?")]
    [InlineData("2", "1:failed", "Pending", "2", "")]
    [InlineData("2", "1:pending", "Pending", "2", "")]
    [InlineData("2", "1:pending 1:completed 1:pending", "Pending Missing", "2", "MissingFile?")]
    [InlineData("2", "1:partial=1/3", "Pending Missing", "2", "PartialMissing")]
    [InlineData("2", "1:completed 1:undone", "Pending", "2", "")]
    [InlineData("", "1:completed 1:completed", "Missing", "", "MissingFile?")]
    [InlineData("001_new", "001_old:completed", "Applied", "", "")]
    [InlineData("1_new", "001_old:completed", "Applied", "", "")]
    [InlineData("001_new", "001_old:completed~", "Pending Missing", "001_new", "MissingFile?")]
    public void States_steps_and_problems(string files, string rows, string states, string steps, string problems)
    {
        MigrationPlan plan = new PlanCase().Files(files).Rows(rows).Plan();
        Assert.Equal((states, steps, problems), (PlanCase.States(plan), PlanCase.Steps(plan), PlanCase.Problems(plan)));
    }

    [Theory]
    [InlineData("011-a 11_b", "011-a:completed", "Applied Pending", "11_b")]
    [InlineData("11_b 011-a", "011-a:completed", "OutOfOrder Applied", "11_b")]
    [InlineData("011-a 11_b", "011-a:failed 11_b:completed", "Failed Applied", "011-a")]
    [InlineData("011-a 11_b", "011-a:completed 11_b:completed", "Applied Applied", "")]
    public void A_row_of_one_file_says_nothing_of_another_with_its_number(string files, string rows, string states, string steps)
    {
        MigrationPlan plan = new PlanCase().Files(files).Rows(rows).Plan();
        Assert.Equal((states, steps), (PlanCase.States(plan), PlanCase.Steps(plan)));
    }

    [Fact]
    public void Files_of_one_name_from_two_folders_can_be_planned()
    {
        MigrationPlan plan = new PlanCase().Files("1 1").Plan();
        Assert.Equal("1 1", PlanCase.Steps(plan));
        Assert.All(plan.Migrations, migration => Assert.Equal(TransactionMode.Transactional, migration.TransactionMode));
    }

    [Fact]
    public void Out_of_order_can_be_allowed()
    {
        MigrationPlan plan = new PlanCase { Options = new RunOptions { AllowOutOfOrder = true } }.Files("1 2 3").Rows("1:completed 3:completed").Plan();
        Assert.True(plan.CanRun);
        Assert.Equal("2", PlanCase.Steps(plan));
    }

    [Theory]
    [InlineData("2", "1 002", "")]
    [InlineData("0002", "1 002", "")]
    [InlineData("002.sql", "1 002", "")]
    [InlineData("0", "", "UnknownVersion")]
    [InlineData("002", "1 002", "")]
    [InlineData("three", "", "UnknownVersion")]
    [InlineData(null, "1 002 3", "")]
    public void A_run_can_end_at_a_version(string? version, string steps, string problems)
    {
        MigrationPlan plan = new PlanCase { Options = new RunOptions { ToVersion = version } }.Files("1 002 3").Plan();
        Assert.Equal((steps, problems), (PlanCase.Steps(plan), PlanCase.Problems(plan)));
        Assert.Equal(3, plan.Migrations.Count);
    }

    [Fact]
    public void What_stands_after_the_last_version_is_not_read()
    {
        PlanCase plan = new PlanCase { Options = new RunOptions { ToVersion = "1" } }.File("1", "SELECT 1;").File("2", "SELECT '");
        Assert.True(plan.Plan().CanRun);
    }

    [Theory]
    [InlineData("", SqlTarget.AuroraDsql, "Pending")]
    [InlineData("-- @target: AuroraDsql", SqlTarget.AuroraDsql, "Pending")]
    [InlineData("-- @target: auroradsql, PostgreSql", SqlTarget.PostgreSql, "Pending")]
    [InlineData("-- @target: AuroraDsql", SqlTarget.PostgreSql, "NotForTarget")]
    public void Files_for_other_targets_are_left_out(string head, SqlTarget target, string state)
    {
        MigrationPlan plan = new PlanCase { Target = target }.File("1", head + "\nSELECT 1;").Plan();
        Assert.Equal((state, state == "Pending"), (PlanCase.States(plan), plan.Steps.Count == 1));
    }

    [Theory]
    [InlineData("", false, "Pending Pending Pending", "1 2 3")]
    [InlineData("", true, "NotForTarget NotForTarget Pending", "3")]
    [InlineData("3:completed", false, "NotForTarget NotForTarget Applied", "")]
    [InlineData("other:completed~", true, "NotForTarget NotForTarget Pending Missing", "3")]
    [InlineData("1:completed 2:completed", true, "Applied Applied Pending", "3")]
    [InlineData("1:failed", false, "Failed Pending Pending", "1 2 3")]
    [InlineData("1:completed", true, "Applied Pending Pending", "2 3")]
    [InlineData("1:completed 2:failed", true, "Applied Failed Pending", "2 3")]
    [InlineData("1:baseline", true, "Baselined NotForTarget Pending", "3")]
    [InlineData("1:completed 3:completed", true, "Applied NotForTarget Applied", "")]
    public void Files_for_empty_databases_run_there_and_where_they_were_begun(string rows, bool hasTables, string states, string steps)
    {
        PlanCase plan = new PlanCase().Files("*1 *2 3").Rows(rows);
        plan.Facts = plan.Facts with { HasTables = hasTables };
        Assert.Equal((states, steps), (PlanCase.States(plan.Plan()), PlanCase.Steps(plan.Plan())));
    }

    [Theory]
    [InlineData("SELECT 'open", MigrationProblemCode.InvalidSql, "1:8")]
    [InlineData("SELECT 1;\n\\i x", MigrationProblemCode.InvalidSql, "2:1")]
    [InlineData("SELECT 1;\nCOPY t FROM STDIN;\n1\n", MigrationProblemCode.InvalidSql, "2:1")]
    [InlineData("SELECT 1;\nSELECT :x;", MigrationProblemCode.UnsetVariable, "2:8")]
    [InlineData("SELECT 1;\n  ROLLBACK;", MigrationProblemCode.TransactionControl, "2:3")]
    [InlineData("-- @transaction: on\nVACUUM;", MigrationProblemCode.NotTransactional, "2:1")]
    [InlineData("BEGIN READ ONLY;\nSELECT 1;\nCOMMIT;", MigrationProblemCode.TransactionControl, "1:1")]
    public void What_is_wrong_in_a_file_is_found_with_its_place_and_the_rest_is_planned(string sql, MigrationProblemCode code, string place)
    {
        MigrationPlan plan = new PlanCase().File("1", sql).File("2", "SELECT 1;").Plan();
        MigrationProblem problem = Assert.Single(plan.Problems);
        Assert.Equal((code, place, "/m/1.sql"), (problem.Code, problem.Position.ToString(), problem.Path));
        Assert.False(plan.CanRun);
        Assert.Equal("2", PlanCase.Steps(plan));
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Applied_files_are_not_read_again() =>
        Assert.True(new PlanCase().File("1", "SELECT 'open").Rows("1:completed").Plan().CanRun);

    [Fact]
    public void Problems_of_the_folder_come_first_and_stop_the_run()
    {
        var found = new MigrationProblem(MigrationProblemCode.DuplicateVersion, "m", "r");
        MigrationPlan plan = new PlanCase().Files("1").Plan(found);
        Assert.Same(found, plan.Problems[0]);
        Assert.False(plan.CanRun);
    }

    [Fact]
    public void Without_table_and_schema_there_is_no_place_for_the_history()
    {
        var plan = new PlanCase { NoTable = true }.Files("1");
        Assert.Equal("", PlanCase.Problems(plan.Plan()));
        plan.Facts = plan.Facts with { Schema = null };
        Assert.Equal("NoHistorySchema", PlanCase.Problems(plan.Plan()));
    }

    [Fact]
    public void Rows_without_a_file_mean_nothing_to_a_selection()
    {
        MigrationPlan plan = new PlanCase { Options = new RunOptions { IsSelection = true } }.Files("2").Rows("1:completed").Plan();
        Assert.Equal(("Pending", ""), (PlanCase.States(plan), PlanCase.Problems(plan)));
    }

    [Fact]
    public void Applied_ones_have_their_time_and_missing_ones_what_the_row_knows()
    {
        MigrationPlan plan = new PlanCase().Files("1").Rows("1:completed 007_gone:completed").Plan();
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero), plan.Migrations[0].AppliedAt);
        Migration gone = plan.Migrations[1];
        Assert.Equal(("007", "gone", "007_gone.sql", MigrationState.Missing, -1), (gone.Version, gone.Name, gone.FileName, gone.State, gone.Ordinal));
    }
}
