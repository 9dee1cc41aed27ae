using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class UndoPlannerTests
{
    private const string Up = "CREATE TABLE t (a int);\n-- @undo\nDROP TABLE t;\nSELECT 2;";
    private const string Alone = "SELECT 1;\n-- @undo\nSELECT 1;\nDROP INDEX CONCURRENTLY i;\nSELECT 3;";

    [Theory]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "", "3_c", "")]
    [InlineData("1_a:completed 2_b:completed", "", "2_b", "")]
    [InlineData("1_a:completed 2_b:baseline", "", "2_b", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:failed", "", "2_b", "")]
    [InlineData("1_a:completed 2_b:completed 2_b:undone", "", "1_a", "")]
    [InlineData("1_a:completed 2_b:completed 2_b:undone 2_b:completed", "", "2_b", "")]
    [InlineData("1_a:completed 2_b:completed 2_b:failed", "", "2_b", "")]
    [InlineData("", "", "", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "last=2", "3_c 2_b", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "last=9", "3_c 2_b 1_a", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "to=1", "3_c 2_b", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "to=0001", "3_c 2_b", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "to=3_c.sql", "", "")]
    [InlineData("1_a:completed 3_c:completed", "to=2", "", "UndoOrder:2_b")]
    [InlineData("1_a:completed", "to=7", "", "UnknownVersion")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "2_b", "2_b", "UndoOrder:2_b")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "1_a,3_c", "3_c 1_a", "UndoOrder:1_a")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed", "2_b,3_c", "3_c 2_b", "")]
    [InlineData("1_a:completed 2_b:completed", "2_b,3_c", "2_b", "")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed!", "", "", "ChecksumChanged:3_c")]
    [InlineData("1_a:completed 2_b:completed 3_c:completed!", "2_b", "2_b", "UndoOrder:2_b")]
    [InlineData("1_a:completed 2_b:completed!", "changed", "2_b", "")]
    [InlineData("1_a:completed 2_b:partial=1/2", "", "", "UnknownProgress:2_b")]
    [InlineData("1_a:completed 2_b:partial=1/2", "mark", "2_b", "")]
    [InlineData("1_a:completed 2_b:partial=1/2", "1_a", "1_a", "UndoOrder:1_a")]
    [InlineData("1_a:completed 9_gone:completed", "", "1_a", "UndoOrder:1_a")]
    [InlineData("1_a:completed 0_gone:completed", "", "1_a", "MissingFile?")]
    [InlineData("1_a:completed 9_gone:completed 9_gone:undone", "", "1_a", "")]
    public void The_end_of_what_is_applied_is_taken_newest_first(string rows, string choice, string steps, string problems)
    {
        PlanCase test = new PlanCase().Files("1_a 2_b 3_c", Up).Rows(rows);
        MigrationPlan plan = test.PlanUndo(OptionsOf(choice));
        Assert.Equal((steps, problems), (PlanCase.Steps(plan), PlanCase.Problems(plan)));
        Assert.All(plan.Steps, step => Assert.True(step.IsUndo));
    }

    [Fact]
    public void A_step_has_the_statements_of_the_undo_script_and_the_file_as_it_is()
    {
        PlanStep step = Assert.Single(new PlanCase().Files("1_a", Up).Rows("1_a:completed").PlanUndo(new UndoOptions()).Steps);
        Assert.Equal(["DROP TABLE t", "SELECT 2"], step.Statements.Select(statement => statement.Text.ToString()));
        Assert.Equal((4, 1), (step.Statements[1].Position.Line, step.Statements[1].Position.Column));
        Assert.Equal((TransactionMode.Transactional, MigrationState.Applied), (step.Migration.TransactionMode, step.Migration.State));
        Assert.StartsWith("CREATE TABLE t", step.Migration.UpScript.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A program may need the database on its way up and none on its way down, and the other way round.</summary>
    [Fact]
    public void A_program_is_judged_by_its_way_down()
    {
        var needs = new MigrationProblem(MigrationProblemCode.NeedsDatabase, "It asks the database.", "Give it one.");
        PlanCase test = new PlanCase().Files("1_a", Up).Rows("1_a:completed").ChangeFiles(migration => migration with { IsScripted = true, ScriptProblem = needs });
        MigrationPlan down = test.PlanUndo(new UndoOptions());
        Assert.Equal(("1_a", ""), (PlanCase.Steps(down), PlanCase.Problems(down)));
        Assert.False(down.Steps[0].IsDeferred);
        Assert.Equal(["DROP TABLE t", "SELECT 2"], down.Steps[0].Statements.Select(statement => statement.Text.ToString()));

        test.ChangeFiles(migration => migration with { UndoScript = null, UndoProblem = needs with { Path = migration.Path } });
        Assert.Equal("NeedsDatabase:1_a", PlanCase.Problems(test.PlanUndo(new UndoOptions())));
    }

    [Theory]
    [InlineData("SELECT 1;")]
    [InlineData("SELECT 1;\n-- @undo\n-- nothing can bring the rows back\n")]
    public void Without_a_statement_that_takes_it_back_it_is_refused_unless_only_marked(string sql)
    {
        PlanCase test = new PlanCase().Files("1_a", sql).Rows("1_a:completed");
        Assert.Equal("NoUndo:1_a", PlanCase.Problems(test.PlanUndo(new UndoOptions())));
        MigrationPlan marked = test.PlanUndo(new UndoOptions { MarkOnly = true });
        Assert.Equal(("1_a", ""), (PlanCase.Steps(marked), PlanCase.Problems(marked)));
        Assert.Empty(marked.Steps[0].Statements);
    }

    [Fact]
    public void A_file_that_is_run_whenever_it_changes_has_no_place_in_the_order()
    {
        PlanCase test = new PlanCase().Files("1_a R__view", Up).Rows("1_a:completed R__view:completed");
        Assert.Equal("1_a", PlanCase.Steps(test.PlanUndo(new UndoOptions())));
    }

    [Theory]
    [InlineData("undoing=1/3", ResumeChoice.Ask, null, "UnknownProgress:1_a")]
    [InlineData("undoing=1/3", ResumeChoice.Skip, 2, "")]
    [InlineData("undoing=1/3", ResumeChoice.Retry, 1, "")]
    [InlineData("undoing=0/3", ResumeChoice.Ask, 0, "")]
    [InlineData("undopartial=2/3", ResumeChoice.Ask, 2, "")]
    [InlineData("undopartial=2/4", ResumeChoice.Ask, null, "PartialChanged:1_a")]
    public void An_undo_that_stopped_goes_on_where_it_was(string row, ResumeChoice resume, int? from, string problems)
    {
        PlanCase test = new PlanCase { Options = new RunOptions { Resume = resume } }.Files("1_a", Alone).Rows("1_a:completed 1_a:" + row);
        test.ChecksumOfLast(Checksum.Of("\nSELECT 1;\nDROP INDEX CONCURRENTLY i;\nSELECT 3;"));
        MigrationPlan plan = test.PlanUndo(new UndoOptions());
        Assert.Equal(problems, PlanCase.Problems(plan));
        Assert.Equal(from, plan.Steps.SingleOrDefault()?.ResumeAt);
        Assert.Equal(from is null ? null : 2L, plan.Steps.SingleOrDefault()?.ResumeRowId);
        Assert.Equal(("Partial", "UndoUnfinished:1_a"), (PlanCase.States(test.Plan()), PlanCase.Problems(test.Plan())));
    }

    [Fact]
    public void A_file_taken_back_is_due_again_and_shown_so()
    {
        MigrationPlan plan = new PlanCase().Files("1_a 2_b", Up).Rows("1_a:completed 2_b:completed 2_b:undone 2_b:failed~").Plan();
        Assert.Equal(("Applied Failed", "2_b", ""), (PlanCase.States(plan), PlanCase.Steps(plan), PlanCase.Problems(plan)));
        plan = new PlanCase().Files("1_a 2_b", Up).Rows("1_a:completed 2_b:completed 2_b:undone").Plan();
        Assert.Equal(("Applied Undone", "2_b", ""), (PlanCase.States(plan), PlanCase.Steps(plan), PlanCase.Problems(plan)));
    }

    [Theory]
    [InlineData("-- @undo\n-- @transaction: none\n-- @timeout: 5s\nSELECT 1;", TransactionMode.None, 5)]
    [InlineData("-- @undo\nSELECT 1;", TransactionMode.Transactional, 60)]
    [InlineData("-- @undo\nDROP INDEX CONCURRENTLY i;", TransactionMode.None, 60)]
    public void The_head_of_the_undo_script_counts_for_it(string undo, TransactionMode mode, int seconds)
    {
        PlanStep step = Assert.Single(new PlanCase().Files("1_a", "-- @timeout: 60s\n-- @transaction: none\nSELECT 1;\n" + undo).Rows("1_a:completed").PlanUndo(new UndoOptions()).Steps);
        Assert.Equal((mode, TimeSpan.FromSeconds(seconds)), (step.Migration.TransactionMode, step.Timeout));
    }

    private static UndoOptions OptionsOf(string choice) => choice switch
    {
        "" => new UndoOptions(),
        "changed" => new UndoOptions { AllowChanged = true },
        "mark" => new UndoOptions { MarkOnly = true },
        _ when choice.StartsWith("last=", StringComparison.Ordinal) => new UndoOptions { Last = int.Parse(choice[5..], System.Globalization.CultureInfo.InvariantCulture) },
        _ when choice.StartsWith("to=", StringComparison.Ordinal) => new UndoOptions { ToVersion = choice[3..] },
        _ => new UndoOptions { Selected = choice.Split(',').Select(name => name + ".sql").ToHashSet(StringComparer.Ordinal) },
    };
}
