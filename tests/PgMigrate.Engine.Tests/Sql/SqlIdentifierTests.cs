using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SqlIdentifierTests
{
    [Theory]
    [InlineData("app.Migration_Log", '.', "app|migration_log")]
    [InlineData("\"My Schema\".\"a\"\"b\"", '.', "My Schema|a\"b")]
    [InlineData(" \"$user\" , public ", ',', "$user|public")]
    [InlineData("\"a.b\".c", '.', "a.b|c")]
    [InlineData("ÄBÇ_É", '.', "ÄbÇ_É")]
    [InlineData("a😀B", '.', "a😀b")]
    [InlineData("a$1", '.', "a$1")]
    public void Names_are_read_as_the_catalog_has_them(string text, char separator, string expected) =>
        Assert.Equal(expected.Split('|'), SqlIdentifier.ParseList(text, separator));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("\"a")]
    [InlineData("\"\"")]
    [InlineData("1a")]
    [InlineData("a;drop table b")]
    [InlineData("a-b")]
    [InlineData("\"a\0b\"")]
    [InlineData("a,b")]
    public void What_is_no_list_of_names_is_none(string text) => Assert.Null(SqlIdentifier.ParseList(text, '.'));

    [Fact]
    public void A_name_has_at_most_63_bytes()
    {
        Assert.NotNull(SqlIdentifier.ParseList(new string('a', 63), '.'));
        Assert.Null(SqlIdentifier.ParseList(new string('a', 64), '.'));
        Assert.Null(SqlIdentifier.ParseList(new string('é', 32), '.'));
    }

    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("a\"b; --", "\"a\"\"b; --\"")]
    [InlineData("", "\"\"")]
    public void Quoted_names_are_one_token(string name, string expected)
    {
        Assert.Equal(expected, SqlIdentifier.Quote(name));
        Assert.Equal(expected.Length, new SqlLexer(SqlIdentifier.Quote(name)).Next().Length);
    }

    [Theory]
    [InlineData("a", "'a'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\\", " E'a\\\\'")]
    [InlineData("\\'; DROP", " E'\\\\''; DROP'")]
    public void Literals_are_one_token_whatever_the_setting(string value, string expected)
    {
        Assert.Equal(expected, SqlIdentifier.Literal(value));
        var lexer = new SqlLexer(expected);
        lexer.NextSignificant();
        Assert.Equal(SqlTokenKind.End, lexer.Next().Kind);
    }
}
