using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class StatementSplitterTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData(";; ;\n-- only a comment\n/* and ; another */;", new string[0])]
    [InlineData("select 1; select 2", new[] { "select 1", "select 2" })]
    [InlineData("select ';'; select \"a;b\"", new[] { "select ';'", "select \"a;b\"" })]
    [InlineData("select 'it''s; so'; select E'a\\';b'", new[] { "select 'it''s; so'", "select E'a\\';b'" })]
    [InlineData("select 'a\\'; select 2", new[] { "select 'a\\'", "select 2" })]
    [InlineData("do $$ begin; end $$; select $tag$ $$ ; $tag$", new[] { "do $$ begin; end $$", "select $tag$ $$ ; $tag$" })]
    [InlineData("select $été$;$été$; select 1", new[] { "select $été$;$été$", "select 1" })]
    [InlineData("/* a /* nested ; */ ; */ select 1 -- tail;\n; select 2", new[] { "select 1", "select 2" })]
    [InlineData("create rule r as on insert to t do also (select 1; select 2); select 3", new[] { "create rule r as on insert to t do also (select 1; select 2)", "select 3" })]
    [InlineData("create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3", new[] { "create function f() returns int begin atomic select case when true then 1 end; select 2; end", "select 3" })]
    [InlineData("begin; select 1; end; select 2", new[] { "begin", "select 1", "end", "select 2" })]
    [InlineData("select a$b$c; select x$$", new[] { "select a$b$c", "select x$$" })]
    [InlineData("select\v1\f;\t \v\f\r\nselect  \t2 ", new[] { "select\v1", "select  \t2" })]
    [InlineData(" ", new string[0])]
    [InlineData("select 1\r\n;\rselect 2", new[] { "select 1", "select 2" })]
    public void Cuts_as_psql_does(string sql, string[] expected) =>
        Assert.Equal(expected, StatementSplitter.Split(SourceText.FromString(sql)).Select(statement => statement.ToString()));

    [Theory]
    [InlineData("select 1;\n  'abc", SqlSyntaxError.UnterminatedString, 2, 3)]
    [InlineData("\"abc", SqlSyntaxError.UnterminatedQuotedIdentifier, 1, 1)]
    [InlineData("select $a$ $b$", SqlSyntaxError.UnterminatedDollarString, 1, 8)]
    [InlineData("/* /* */", SqlSyntaxError.UnterminatedBlockComment, 1, 1)]
    [InlineData("select 1;\r\n\\i other.sql", SqlSyntaxError.PsqlCommand, 2, 1)]
    [InlineData("select (1", SqlSyntaxError.UnbalancedParenthesis, 1, 8)]
    [InlineData("create function f() returns int begin atomic select 1;", SqlSyntaxError.UnterminatedAtomicBody, 1, 33)]
    [InlineData("select '\0'", SqlSyntaxError.NulCharacter, 1, 9)]
    [InlineData("copy t from stdin;\n1\n", SqlSyntaxError.UnterminatedCopyData, 1, 1)]
    [InlineData("select '😀' ||\t\\x", SqlSyntaxError.PsqlCommand, 1, 15)]
    public void Names_what_it_cannot_read(string sql, SqlSyntaxError error, int line, int column)
    {
        var thrown = Assert.Throws<SqlSyntaxException>(() => StatementSplitter.Split(SourceText.FromString(sql)).ToList());
        Assert.Equal(error, thrown.Error);
        Assert.Equal((line, column), (thrown.Position!.Value.Line, thrown.Position.Value.Column));
    }

    [Fact]
    public void Gives_copy_its_data()
    {
        var statements = StatementSplitter.Split(SourceText.FromString("copy t from stdin;\r\n1;'\r\n2\r\n\\.\r\nselect 1;")).ToList();
        Assert.Equal("1;'\r\n2\r\n", statements[0].CopyData!.ToString());
        Assert.Equal("select 1", statements[1].ToString());
    }

    [Fact]
    public void Survives_deep_nesting()
    {
        string open = string.Concat(Enumerable.Repeat("/*", 100_000));
        Assert.Throws<SqlSyntaxException>(() => StatementSplitter.Split(SourceText.FromString(open)).ToList());
        string closed = open + string.Concat(Enumerable.Repeat("*/", 100_000)) + "select 1";
        Assert.Equal("select 1", Assert.Single(StatementSplitter.Split(SourceText.FromString(closed))).ToString());
    }

    [Fact]
    public void Finds_a_million_places_on_one_line()
    {
        string sql = string.Concat(Enumerable.Repeat("select 1;", 1_000_000));
        int count = 0;
        int column = 0;
        foreach (SqlStatement statement in StatementSplitter.Split(SourceText.FromString(sql)))
        {
            count++;
            column = statement.Position.Column;
        }

        Assert.Equal((1_000_000, (999_999 * 9) + 1), (count, column));
    }

    [Fact]
    public void Maps_error_positions_by_code_points()
    {
        SqlStatement statement = StatementSplitter.Split(SourceText.FromString("\n  select '😀' from nope;")).Single();
        SourcePosition place = statement.MapErrorPosition(17);
        Assert.Equal((2, 19), (place.Line, place.Column));
    }
}
