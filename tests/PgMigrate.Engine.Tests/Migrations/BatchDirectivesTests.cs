using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class BatchDirectivesTests
{
    [Theory]
    [InlineData("-- @batch: 1000 by id\nUPDATE t SET a = 1;", "1:-- @batch: 1000 by id")]
    [InlineData("SELECT 1;\n-- Why.\n--@BATCH 50 BY tenant_id ,  \"Id\"\nDELETE FROM t;", "2:-- @batch: 50 by tenant_id, \"Id\"")]
    [InlineData("SELECT 1;\n/* why\n * @batch: 1_000 by ID\n */ UPDATE t SET a = 1; DELETE FROM t", "2:-- @batch: 1000 by id")]
    [InlineData("COPY t FROM STDIN;\n-- @batch: 1 by x\n\\.\n-- @batch: 2 by y\nDELETE FROM t", "2:-- @batch: 2 by y")]
    [InlineData("SELECT '-- @batch: 1 by x';\nSELECT $$\n-- @batch: 1 by x\n$$;", "")]
    [InlineData("-- see @batch\nSELECT 1; -- batch: 1 by x\nSELECT 2;", "")]
    public void It_belongs_to_the_statement_after_it(string sql, string expected)
    {
        var (found, problems) = Read(sql);
        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("-- @batch\nDELETE FROM t", 1, "no value ''")]
    [InlineData("-- @batch: 1000\nDELETE FROM t", 1, "no value '1000'")]
    [InlineData("-- @batch: 0 by id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: -5 by id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 99999999999 by id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: ten by id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 10 by id, id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 10 by lower(id)\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 10 by t.id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 10 with id\nDELETE FROM t", 1, "no value")]
    [InlineData("-- @batch: 10 by id\n-- @batch: 20 by id\nDELETE FROM t", 2, "twice")]
    [InlineData("DELETE FROM t; -- @batch: 10 by id\nDELETE FROM t", 1, "behind a statement")]
    [InlineData("DELETE FROM t\n-- @batch: 10 by id\nWHERE a", 2, "inside a statement")]
    [InlineData("DELETE FROM t;\n\n-- @batch: 10 by id\n", 3, "No statement follows")]
    public void What_is_wrong_with_one_is_told_with_its_line(string sql, int line, string message)
    {
        MigrationProblem problem = Assert.Single(Read(sql).Problems);
        Assert.Equal((MigrationProblemCode.InvalidDirective, line), (problem.Code, problem.Position!.Value.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    private static (string[] Found, List<MigrationProblem> Problems) Read(string sql)
    {
        SourceText source = SourceText.FromString(sql, "/m/1.sql");
        List<SqlStatement> statements = [.. StatementSplitter.Split(source)];
        var problems = new List<MigrationProblem>();
        var found = BatchDirectives.Read(source, statements, problems);
        return ([.. found.Select(pair => $"{statements.IndexOf(pair.Key) + 1}:{pair.Value}")], problems);
    }
}
