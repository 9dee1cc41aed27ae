using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class StatementReaderTests
{
    [Fact]
    public void Key_words_are_taken_together_or_not_at_all()
    {
        var reader = new StatementReader("ALTER /* x */ table IF NOT exists t");
        Assert.False(reader.Accept("ALTER", "INDEX"));
        Assert.True(reader.Is("alter"));
        Assert.True(reader.Accept("ALTER", "TABLE"));
        Assert.True(reader.Accept("IF", "NOT", "EXISTS"));
        Assert.Equal("t", reader.CurrentText.ToString());
        reader.Advance();
        Assert.True(reader.AtEnd);
        reader.Advance();
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("App.Users", "app.users")]
    [InlineData("\"My Table\"", "My Table")]
    [InlineData("a . \"B\"\"c\" . d", "a.B\"c.d")]
    [InlineData("ÄBÇ", "ÄbÇ")]
    [InlineData("'a'", null)]
    [InlineData("", null)]
    public void Names_are_read_as_the_catalog_has_them(string sql, string? expected) => Assert.Equal(expected, new StatementReader(sql).ReadName());

    [Theory]
    [InlineData("a (x, (DROP)) \"DROP\" 'DROP' drop b", true, "drop")]
    [InlineData("a (DROP", false, "")]
    [InlineData("add b", true, "add")]
    public void Words_are_looked_for_outside_parentheses(string sql, bool found, string at)
    {
        var reader = new StatementReader(sql);
        Assert.Equal(found, reader.SkipTo("DROP", "ADD"));
        Assert.Equal(at, reader.CurrentText.ToString());
    }

    [Theory]
    [InlineData("(a, (b), ')') c", true, "c")]
    [InlineData("c", false, "c")]
    [InlineData("((a)", true, "")]
    public void Groups_are_stepped_over(string sql, bool found, string at)
    {
        var reader = new StatementReader(sql);
        Assert.Equal(found, reader.SkipParentheses());
        Assert.Equal(at, reader.CurrentText.ToString());
    }
}
