using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SqlLexerTests
{
    [Theory]
    [InlineData("a_1$é \"x\"\"y\" U&\"n\" u&'s'", "Word QuotedIdentifier UnicodeIdentifier UnicodeString")]
    [InlineData("'a' N'a' E'\\'' b'0' X'F' $$a$$ $t$a$t$", "StringConstant StringConstant EscapeString BitString BitString DollarString DollarString")]
    [InlineData("1 1.5 .5 1e9 1.e-3 1_000 0xfF 0b1 0o7", "Number Number Number Number Number Number Number Number Number")]
    [InlineData("$1 $23", "Parameter Parameter")]
    [InlineData("( ) [ ] , . ;", "LeftParenthesis RightParenthesis LeftBracket RightBracket Comma Dot Semicolon")]
    [InlineData(":a :'a' :\"a\" :{?a} ${a.b-c}", "Variable Variable Variable Variable TemplateVariable")]
    [InlineData("1..2", "Number Operator Number")]
    [InlineData("a::int b:=c", "Word Operator Word Word Operator Word")]
    [InlineData(":'a :\"b", "Operator UnterminatedString")]
    [InlineData("U&a e a'b'", "Word Operator Word Word Word StringConstant")]
    [InlineData("E'a'\n'\\''", "EscapeString EscapeString")]
    [InlineData("E'a' '\\'", "EscapeString StringConstant")]
    [InlineData("E'a'\n/**/'\\'", "EscapeString StringConstant")]
    [InlineData("'a'\n'\\'", "StringConstant StringConstant")]
    public void Kinds(string sql, string kinds) => Assert.Equal(kinds, string.Join(' ', Read(sql).Select(token => token.Kind)));

    [Theory]
    [InlineData("a<=b", "<=")]
    [InlineData("a=-1", "= -")]
    [InlineData("a@-1", "@-")]
    [InlineData("a*-+1", "* - +")]
    [InlineData("a+-+-1", "+ - + -")]
    [InlineData("a<->b", "<->")]
    [InlineData("a->>'b'", "->>")]
    [InlineData("a@-- x", "@")]
    [InlineData("a+/* x */", "+")]
    [InlineData("a*/*x*/b", "*")]
    [InlineData("a */ b", "*/")]
    [InlineData("a !=-1", "!=-")]
    [InlineData("a ?| b ?& c #>> d", "?| ?& #>>")]
    [InlineData("a::b :: c := d : e", ":: :: := :")]
    [InlineData("a=>b", "=>")]
    public void Operators_end_where_the_servers_do(string sql, string operators) =>
        Assert.Equal(operators, string.Join(' ', Read(sql).Where(token => token.Kind == "Operator").Select(token => token.Text)));

    [Fact]
    public void The_end_can_be_asked_for_again_and_again()
    {
        var lexer = new SqlLexer("a ");
        lexer.NextSignificant();
        Assert.Equal(new SqlToken(SqlTokenKind.End, 2, 0), lexer.NextSignificant());
        Assert.Equal(new SqlToken(SqlTokenKind.End, 2, 0), lexer.Next());
    }

    [Fact]
    public void Reading_can_start_anywhere_outside_a_token()
    {
        var lexer = new SqlLexer("it's; SELECT", 5);
        SqlToken token = lexer.NextSignificant();
        Assert.Equal(new SqlToken(SqlTokenKind.Word, 6, 6), token);
    }

    [Theory]
    [InlineData("SELECT", "select", true)]
    [InlineData("sElEcT", "SELECT", true)]
    [InlineData("\"select\"", "select", false)]
    [InlineData("ſelect", "select", false)]
    [InlineData("SELECTıON", "SELECTION", false)]
    public void Key_words_fold_as_ascii_only(string sql, string word, bool expected) =>
        Assert.Equal(expected, new SqlLexer(sql).Next().Is(sql, word));

    private static List<(string Kind, string Text)> Read(string sql)
    {
        var tokens = new List<(string, string)>();
        var lexer = new SqlLexer(sql);
        try
        {
            while (lexer.NextSignificant() is { Kind: not SqlTokenKind.End } token)
            {
                tokens.Add((token.Kind.ToString(), token.Of(sql).ToString()));
            }
        }
        catch (SqlSyntaxException error)
        {
            tokens.Add((error.Error.ToString(), ""));
        }

        return tokens;
    }
}
