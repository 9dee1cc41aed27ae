using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class MigrationSectionsTests
{
    [Theory]
    [InlineData("SELECT 1;\n-- @undo\nSELECT 2;", "SELECT 1;\n", "\nSELECT 2;")]
    [InlineData("SELECT 1;\r\n--@UNDO  \r\nSELECT 2;", "SELECT 1;\r\n", "\r\nSELECT 2;")]
    [InlineData("SELECT 1; -- @undo", "SELECT 1; ", "")]
    [InlineData("SELECT 1;\n-- @undo:\nSELECT 2;", "SELECT 1;\n", "\nSELECT 2;")]
    [InlineData("SELECT 1\n-- @undo\nSELECT 2;", "SELECT 1\n", "\nSELECT 2;")]
    [InlineData("-- @undo\nSELECT 2;", "", "\nSELECT 2;")]
    [InlineData("SELECT 1;\r-- @undo\rSELECT 2;", "SELECT 1;\r", "\rSELECT 2;")]
    [InlineData("SELECT 1;\n-- @undo\nSELECT 2;\n-- @undo\nSELECT 3;", "SELECT 1;\n", "\nSELECT 2;\n-- @undo\nSELECT 3;")]
    [InlineData("SELECT 1;\n-- @undo\nSELECT 'open", "SELECT 1;\n", "\nSELECT 'open")]
    [InlineData("COPY t FROM STDIN;\n-- @undo\n\\.\n-- @undo\nx", "COPY t FROM STDIN;\n-- @undo\n\\.\n", "\nx")]
    public void The_mark_cuts(string text, string up, string undo)
    {
        MigrationSections sections = MigrationSections.Read(SourceText.FromString(text));
        Assert.Equal((up, undo), (sections.Up.ToString(), sections.Undo!.ToString()));
    }

    [Theory]
    [InlineData("SELECT 1;")]
    [InlineData("SELECT '\n-- @undo\n';")]
    [InlineData("DO $$\n-- @undo\n$$;")]
    [InlineData("/*\n-- @undo\n*/")]
    [InlineData("SELECT \"\n-- @undo\n\";")]
    [InlineData("COPY t FROM STDIN;\n-- @undo\n\\.\n")]
    [InlineData("-- @undone\nSELECT 1;")]
    [InlineData("-- see @undo\nSELECT 1;")]
    [InlineData("-- @undo is written below\nSELECT 1;")]
    [InlineData("SELECT 'open\n-- @undo\nSELECT 2;")]
    public void What_is_no_mark_does_not(string text)
    {
        MigrationSections sections = MigrationSections.Read(SourceText.FromString(text));
        Assert.Equal(text, sections.Up.ToString());
        Assert.Null(sections.Undo);
    }

    [Theory]
    [InlineData("SELECT 1;\n-- @undo the table\nDROP TABLE t;", "2:1")]
    [InlineData("-- @undo is written below\nSELECT 1;", "1:1")]
    [InlineData("SELECT 1;\n  --@Undo - section\nSELECT 2;\n-- @undo\n-- @undo more", "2:3")]
    [InlineData("SELECT 1;\n-- @undone\n-- see @undo\n/* @undo x */ SELECT '-- @undo x'", "")]
    public void Text_after_the_mark_is_an_error_since_the_rest_would_be_run(string text, string expected)
    {
        var problems = new List<MigrationProblem>();
        HeaderReader.Read(MigrationSections.Read(SourceText.FromString(text)), problems);
        Assert.Equal(expected, string.Join(' ', problems.Select(problem => problem.Position)));
        Assert.All(problems, problem => Assert.Equal((MigrationProblemCode.InvalidDirective, ProblemSeverity.Error), (problem.Code, problem.Severity)));
    }

    [Fact]
    public void Places_in_the_undo_section_are_those_of_the_file()
    {
        MigrationSections sections = MigrationSections.Read(SourceText.FromString("SELECT 1;\n-- @undo\n  DROP TABLE t;"));
        SqlStatement statement = Assert.Single(StatementSplitter.Split(sections.Undo!));
        Assert.Equal("3:3", statement.Position.ToString());
    }

    [Fact]
    public void The_head_ends_at_the_first_token() => Assert.Equal(
        2, MigrationSections.Read(SourceText.FromString("-- a\n/* b */\nSELECT /* c */ 1; -- d")).HeadComments.Count);
}
