using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class EarlierStatementsTests
{
    [Theory]
    [InlineData("ALTER TABLE t ADD COLUMN a int", true, false)]
    [InlineData("ALTER TABLE t RENAME TO u", true, true)]
    [InlineData("CREATE TABLE \"t\" (id int)", true, true)]
    [InlineData("CREATE TABLE T (id int)", true, true)]
    [InlineData("CREATE TABLE \"T\" (id int)", false, false)]
    [InlineData("CREATE INDEX i ON t (id)", true, false)]
    [InlineData("DROP TABLE t", true, true)]
    [InlineData("DELETE FROM t WHERE id = 1", false, true)]
    [InlineData("INSERT INTO t VALUES (1)", false, false)]
    [InlineData("UPDATE t SET a = 1", false, false)]
    [InlineData("DELETE FROM other WHERE id = 't'", false, false)]
    [InlineData("DO 'BEGIN END'", true, true)]
    [InlineData("SELECT f()", true, true)]
    [InlineData("SET search_path = other", true, true)]
    public void A_statement_before_it_may_touch_a_table(string sql, bool defines, bool removes)
    {
        foreach ((string first, string second) in new[] { (sql + ";\nVALUES (0)", "VALUES (1)"), (sql, "VALUES (1)"), ("VALUES (0)", sql + ";\nVALUES (1)") })
        {
            MigrationPlan plan = new PlanCase { Options = new() { TransactionMode = TransactionMode.None } }.File("1_a", first).File("2_b", second).Plan();
            PlanStep last = plan.Steps[1];
            Assert.Equal(defines, EarlierStatements.ThatDefine(plan).MayTouch(last, last.Statements.Count - 1, "t"));
            Assert.Equal(removes, EarlierStatements.ThatRemoveRows(plan).MayTouch(last, last.Statements.Count - 1, "t"));
        }
    }

    [Fact]
    public void Questions_in_order_are_answered_each_for_its_own_place()
    {
        MigrationPlan plan = new PlanCase().File("1_a", "VALUES (0);\nDROP TABLE a;\nDROP TABLE b").File("2_b", "VALUES (0);\nDROP TABLE c;\nVALUES (1)").Plan();
        var earlier = EarlierStatements.ThatDefine(plan);
        (int Step, int Index, string Touched)[] places = [(0, 0, ""), (0, 1, ""), (0, 2, "a"), (1, 0, "a b"), (1, 0, "a b"), (1, 2, "a b c")];
        foreach ((int step, int index, string touched) in places)
        {
            Assert.Equal(touched, string.Join(' ', new[] { "a", "b", "c" }.Where(table => earlier.MayTouch(plan.Steps[step], index, table))));
        }
    }

    /// <summary>What an earlier run has applied is there and can be looked at.</summary>
    [Fact]
    public void What_is_applied_already_does_not_count()
    {
        MigrationPlan plan = new PlanCase { Options = new() { TransactionMode = TransactionMode.None } }
            .File("1_a", "DROP TABLE a;\nDROP TABLE b;\nVALUES (1)").Rows("1_a:partial=1/3").Plan();
        var earlier = EarlierStatements.ThatDefine(plan);
        Assert.False(earlier.MayTouch(plan.Steps[0], 2, "a"));
        Assert.True(earlier.MayTouch(plan.Steps[0], 2, "b"));
    }
}
