using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class RangedStatementTests
{
    [Theory]
    [InlineData("UPDATE t SET a = 1", "UPDATE t SET a = 1 WHERE R", "\"t\"")]
    [InlineData("update only App.\"T x\" * as \"Y\" set a = 1 where b OR c", "update only App.\"T x\" * as \"Y\" set a = 1 where (b OR c) AND R", "\"Y\"")]
    [InlineData("UPDATE t u SET a = (SELECT x FROM s WHERE s.id = u.id LIMIT 1) WHERE EXISTS (SELECT 1 FROM s)",
        "UPDATE t u SET a = (SELECT x FROM s WHERE s.id = u.id LIMIT 1) WHERE (EXISTS (SELECT 1 FROM s)) AND R", "\"u\"")]
    [InlineData("DELETE FROM t WHERE a IS DISTINCT FROM b -- where\n /* or */ OR t.from = t.where", "DELETE FROM t WHERE (a IS DISTINCT FROM b -- where\n /* or */ OR t.from = t.where) AND R", "\"t\"")]
    [InlineData("DELETE FROM t d", "DELETE FROM t d WHERE R", "\"d\"")]
    [InlineData("DELETE FROM \"T\" AS x WHERE s = ' WHERE ' AND b = $$ RETURNING $$ AND c[1] = 2", "DELETE FROM \"T\" AS x WHERE (s = ' WHERE ' AND b = $$ RETURNING $$ AND c[1] = 2) AND R", "\"x\"")]
    [InlineData("UPDATE t SET a = CASE WHEN b THEN 1 END, \"where\" = 2, c.d = 3\nWHERE\n a", "UPDATE t SET a = CASE WHEN b THEN 1 END, \"where\" = 2, c.d = 3\nWHERE\n (a) AND R", "\"t\"")]
    public void A_condition_is_added_by_tokens(string sql, string expected, string qualifier)
    {
        RangedStatement statement = Read(sql, out string? reason)!;
        Assert.Null(reason);
        Assert.Equal(expected, statement.With("R"));
        Assert.Equal(qualifier, statement.Qualifier);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", "no UPDATE")]
    [InlineData("WITH x AS (SELECT 1) UPDATE t SET a = 1", "no UPDATE")]
    [InlineData("DELETE FROM t RETURNING id", "RETURNING")]
    [InlineData("UPDATE t SET a = s.a FROM s WHERE s.id = t.id", "FROM")]
    [InlineData("DELETE FROM t USING s WHERE s.id = t.id", "USING")]
    [InlineData("DELETE FROM t WHERE a LIMIT 5", "LIMIT")]
    [InlineData("UPDATE t SET a = 1 WHERE CURRENT OF c", "CURRENT OF")]
    [InlineData("UPDATE t SET a = 1, id = id + 1", "changes id")]
    [InlineData("UPDATE t SET (a, ID) = (1, 2) WHERE a", "changes id")]
    [InlineData("UPDATE ONLY (t) SET a = 1", "cannot be read")]
    public void What_cannot_be_cut_is_told(string sql, string expected)
    {
        Assert.Null(Read(sql, out string? reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_those_of_the_file()
    {
        const string Sql = "UPDATE t SET a = '😀' WHERE oops";
        RangedStatement statement = Read(Sql, out _)!;
        Assert.Equal(10, statement.MapPosition(10));
        Assert.Equal(Sql.IndexOf("oops", StringComparison.Ordinal), statement.MapPosition(statement.With("R").IndexOf("oops", StringComparison.Ordinal)));
    }

    private static RangedStatement? Read(string sql, out string? reason) =>
        RangedStatement.Read(StatementSplitter.Split(SourceText.FromString(sql)).Single(), ["id"], out reason);
}
