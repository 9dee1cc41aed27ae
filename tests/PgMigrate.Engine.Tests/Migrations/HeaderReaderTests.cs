using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class HeaderReaderTests
{
    [Theory]
    [InlineData("-- @transaction: none\nSELECT 1;", TransactionMode.None)]
    [InlineData("--@transaction:none", TransactionMode.None)]
    [InlineData("-- @Transaction : OFF", TransactionMode.None)]
    [InlineData("-- @transaction none", TransactionMode.None)]
    [InlineData("-- @transaction: transactional", TransactionMode.Transactional)]
    [InlineData("-- @transaction: true", TransactionMode.Transactional)]
    [InlineData("-- @transaction: auto", TransactionMode.Auto)]
    [InlineData("/* @transaction: none */ SELECT 1;", TransactionMode.None)]
    [InlineData("/*\n * Text.\n * @transaction: none\n */", TransactionMode.None)]
    [InlineData("/*\r * Text.\r * @transaction: none\r */", TransactionMode.None)]
    [InlineData("-- Text.\n\n-- More.\r\n--   @transaction: none  \r\nSELECT 1;", TransactionMode.None)]
    [InlineData("SELECT 1;\n-- @transaction: none", TransactionMode.Auto)]
    [InlineData("SELECT '-- @transaction: none';", TransactionMode.Auto)]
    [InlineData("; -- @transaction: none", TransactionMode.Auto)]
    [InlineData("", TransactionMode.Auto)]
    public void Transaction(string sql, TransactionMode expected)
    {
        (MigrationHeader header, List<MigrationProblem> problems) = Read(sql);
        Assert.Empty(problems);
        Assert.Equal(expected, header.Transaction);
    }

    [Theory]
    [InlineData("-- @timeout: 5min", 300_000)]
    [InlineData("-- @timeout: 500ms", 500)]
    [InlineData("-- @timeout 2h", 7_200_000)]
    public void Timeout(string sql, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(sql).Header.Timeout);

    [Theory]
    [InlineData("-- @target: AuroraDsql", "AuroraDsql")]
    [InlineData("-- @target: auroradsql, PostgreSql,", "auroradsql PostgreSql")]
    public void Target(string sql, string expected)
    {
        (MigrationHeader header, List<MigrationProblem> problems) = Read(sql);
        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(' ', header.Targets));
    }

    [Theory]
    [InlineData("-- @transaction: maybe", 1, 4, "transactional")]
    [InlineData("\n  -- @transaction:", 2, 6, "transactional")]
    [InlineData("-- x\n-- @timeout: soon", 2, 4, "5min")]
    [InlineData("-- @timeout: -5s", 1, 4, "5min")]
    [InlineData("-- @target: MySql", 1, 4, "AuroraDsql")]
    [InlineData("-- @target:", 1, 4, "AuroraDsql")]
    [InlineData("-- @target: PostgreSql, Oracle", 1, 4, "AuroraDsql")]
    [InlineData("/* a\n   b\n * @timeout: soon */", 3, 4, "5min")]
    [InlineData("/* @timeout: soon */", 1, 4, "5min")]
    [InlineData("/* 😀 x\r\n@timeout: soon */", 2, 1, "5min")]
    public void A_bad_value_is_an_error_with_its_place(string sql, int line, int column, string remedy)
    {
        MigrationProblem problem = Assert.Single(Read(sql).Problems);
        Assert.Equal((MigrationProblemCode.InvalidDirective, ProblemSeverity.Error), (problem.Code, problem.Severity));
        Assert.Equal((line, column), (problem.Position!.Value.Line, problem.Position.Value.Column));
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_one_is_a_warning_and_kept()
    {
        (MigrationHeader header, List<MigrationProblem> problems) = Read("-- @author: me\n-- @since 1.2\nSELECT 1;");
        Assert.Equal(("me", "1.2"), (header.Other["author"], header.Other["since"]));
        Assert.Equal([ProblemSeverity.Warning, ProblemSeverity.Warning], problems.Select(problem => problem.Severity));
        Assert.Equal(["1:4", "2:4"], problems.Select(problem => problem.Position.ToString()));
        Assert.Contains("@author", problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-- @transaction: none\n-- @transaction: on\nSELECT 1;", "@transaction")]
    [InlineData("-- @timeout: 1s\n-- @timeout: 1s\nSELECT 1;", "@timeout")]
    [InlineData("-- @target: PostgreSql\n-- @target: AuroraDsql\nSELECT 1;", "@target")]
    public void One_that_stands_twice_is_an_error_at_the_second(string sql, string name)
    {
        MigrationProblem problem = Assert.Single(Read(sql).Problems);
        Assert.Equal((MigrationProblemCode.InvalidDirective, ProblemSeverity.Error, "2:4"), (problem.Code, problem.Severity, problem.Position.ToString()));
        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_names_may_stand_as_often_as_they_like() =>
        Assert.Empty(Read("-- @ignore: a because\n-- @ignore: b because\n-- @batch: 10\nSELECT 1;").Problems);

    [Theory]
    [InlineData("-- Adds users.\n-- More.\nSELECT 1;", "Adds users.")]
    [InlineData("-- @timeout: 1s\n--\n--- Adds users.\nSELECT 1;", "Adds users.")]
    [InlineData("/**\n * Adds users.\n */", "Adds users.")]
    [InlineData("SELECT 1; -- Not the head.", null)]
    public void The_first_line_of_text_is_the_description(string sql, string? expected) => Assert.Equal(expected, Read(sql).Header.Description);

    private static (MigrationHeader Header, List<MigrationProblem> Problems) Read(string sql)
    {
        var problems = new List<MigrationProblem>();
        MigrationHeader header = HeaderReader.Read(MigrationSections.Read(SourceText.FromString(sql, "/m/1.sql")), problems);
        Assert.All(problems, problem => Assert.Equal("/m/1.sql", problem.Path));
        return (header, problems);
    }
}
