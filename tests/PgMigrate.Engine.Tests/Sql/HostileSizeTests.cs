using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

/// <summary>Inputs made to exhaust time, memory or the stack. A quadratic reader does not come back from them.</summary>
public sealed class HostileSizeTests
{
    private const int Large = 50_000_000;

    [Fact]
    public void Fifty_million_characters_of_inserts_on_one_line()
    {
        const string Insert = "INSERT INTO t VALUES (1, 'it''s; so');";
        int count = Large / Insert.Length;
        string text = Repeat(Insert, count);
        int found = 0;
        SqlStatement? last = null;
        foreach (SqlStatement statement in StatementSplitter.Split(SourceText.FromString(text)))
        {
            found++;
            last = statement;
        }

        Assert.Equal((count, Insert.Length - 1), (found, last!.Length));
        Assert.Equal((1, text.Length - Insert.Length + 1), (last.Position.Line, last.Position.Column));
    }

    [Theory]
    [InlineData("SELECT '", "'")]
    [InlineData("SELECT E'", "'")]
    [InlineData("SELECT $x$", "$x$")]
    [InlineData("SELECT \"", "\"")]
    [InlineData("SELECT 1 /*", "*/ + 1")]
    [InlineData("SELECT 1 --", "\n+ 1")]
    public void One_giant_token(string open, string close)
    {
        string text = open + new string('x', 20_000_000) + close + ";SELECT 2";
        SqlStatement[] statements = [.. StatementSplitter.Split(SourceText.FromString(text))];
        Assert.Equal([text.Length - ";SELECT 2".Length, "SELECT 2".Length], statements.Select(statement => statement.Length));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("\"\"")]
    [InlineData("\\\\")]
    public void A_giant_literal_of_escapes(string escape)
    {
        (char quote, string prefix) = escape[0] == '\\' ? ('\'', "E") : (escape[0], "");
        string text = $"SELECT {prefix}{quote}{Repeat(escape, 2_000_000)}{quote};SELECT 2";
        Assert.Equal(2, StatementSplitter.Split(SourceText.FromString(text)).Count());
    }

    [Fact]
    public void A_million_semicolons_are_no_statement() =>
        Assert.Empty(StatementSplitter.Split(SourceText.FromString(new string(';', 1_000_000))));

    [Fact]
    public void A_million_lines_each_with_its_place()
    {
        int line = 0;
        foreach (SqlStatement statement in StatementSplitter.Split(SourceText.FromString(Repeat(" x;\r\n", 1_000_000))))
        {
            line++;
            Assert.Equal((line, 2), (statement.Position.Line, statement.Position.Column));
        }

        Assert.Equal(1_000_000, line);
    }

    [Theory]
    [InlineData("/*", 100_000, SqlSyntaxError.UnterminatedBlockComment)]
    [InlineData("(", 1_000_000, SqlSyntaxError.UnbalancedParenthesis)]
    [InlineData("(/*", 100_000, SqlSyntaxError.UnterminatedBlockComment)]
    [InlineData("$a ", 100_000, SqlSyntaxError.UnexpectedCharacter)]
    [InlineData("${", 100_000, SqlSyntaxError.UnexpectedCharacter)]
    public void Openers_without_end_are_named(string opener, int count, SqlSyntaxError expected)
    {
        var thrown = Assert.Throws<SqlSyntaxException>(() => StatementSplitter.Split(SourceText.FromString("\n " + Repeat(opener, count))).Count());
        Assert.Equal(expected, thrown.Error);
        Assert.Equal(2, thrown.Position!.Value.Line);
    }

    [Fact]
    public void Deep_parentheses_that_close_are_one_statement()
    {
        string text = new string('(', 1_000_000) + ";" + new string(')', 1_000_000) + ";SELECT 2";
        Assert.Equal([2_000_001, 8], StatementSplitter.Split(SourceText.FromString(text)).Select(statement => statement.Length));
    }

    [Fact]
    public void Deep_cases_in_a_body_are_one_statement()
    {
        string text = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT "
            + Repeat("CASE WHEN true THEN ", 100_000) + "1" + Repeat(" END", 100_000) + "; END; SELECT 2";
        Assert.Equal(2, StatementSplitter.Split(SourceText.FromString(text)).Count());
    }

    [Theory]
    [InlineData("+")]
    [InlineData("+-")]
    [InlineData("<")]
    [InlineData("@")]
    [InlineData("=+")]
    [InlineData(":")]
    [InlineData(":a")]
    [InlineData(":'a")]
    [InlineData("a:")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("E'a'\n'b'\n")]
    [InlineData("\"a\".")]
    public void Long_runs_of_small_tokens(string piece)
    {
        // A run of these that was read again for each token would be 10^12 steps.
        string text = "SELECT " + Repeat(piece, 1_000_000) + (piece == ":'a" ? "" : " ;SELECT 2");
        SqlStatement first = StatementSplitter.Split(SourceText.FromString(text)).First();
        Assert.True(first.Length > 1_000_000, "the run is one statement");
    }

    [Fact]
    public void Many_copies_with_data()
    {
        string text = Repeat("COPY t FROM STDIN;\n1\n\\.\n", 100_000);
        Assert.Equal(100_000, StatementSplitter.Split(SourceText.FromString(text)).Count(statement => statement.CopyData!.Span.SequenceEqual("1\n")));
    }

    [Fact]
    public void Many_variables_on_one_line_with_the_place_of_each_statement()
    {
        var values = new Dictionary<string, string> { ["a"] = "some text" };
        SourceText filled = VariableExpander.Expand(SourceText.FromString(Repeat("x :a;", 300_000)), values).Script;
        int column = 1;
        foreach (SqlStatement statement in StatementSplitter.Split(filled))
        {
            Assert.Equal(column, statement.Position.Column);
            column += 5;
        }

        Assert.Equal(1_500_001, column);
    }

    [Fact]
    public void A_million_variables_without_a_value()
    {
        ExpandedScript script = VariableExpander.Expand(SourceText.FromString(Repeat(":b ", 1_000_000)), new Dictionary<string, string>());
        Assert.Equal((1_000_000, 2_999_998), (script.Unset.Count, script.Unset[^1].Position.Column));
    }

    [Theory]
    [InlineData("-- @undo x\n")]
    [InlineData("/* @timeout: x */")]
    [InlineData("-- @a: b\n")]
    public void A_head_of_a_hundred_thousand_directives(string line)
    {
        var problems = new List<MigrationProblem>();
        HeaderReader.Read(MigrationSections.Read(SourceText.FromString(Repeat(line, 100_000) + "SELECT 1;")), problems);
        Assert.Equal(100_000, problems.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stream_costs_its_text_and_a_buffer(bool bom)
    {
        const int Length = 20_000_000;
        byte[] bytes = new byte[Length];
        bytes.AsSpan().Fill((byte)'x');
        "SELECT '"u8.CopyTo(bytes.AsSpan(bom ? 3 : 0));
        bytes[^1] = (byte)'\'';
        if (bom)
        {
            Encoding.UTF8.Preamble.CopyTo(bytes);
        }

        using var stream = new MemoryStream(bytes, writable: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SourceText text = SourceText.Read(stream);
        int count = StatementSplitter.Split(text).Count();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((1, Length - (bom ? 3 : 0)), (count, text.Text.Length));
        Assert.True(allocated < Length * 2.1, $"{allocated:N0} bytes for {Length:N0} characters of two bytes each");
    }

    [Fact]
    public void Statements_are_spans_and_no_copies()
    {
        SourceText text = SourceText.FromString(Repeat("INSERT INTO t VALUES ('" + new string('x', 1000) + "');", 10_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = StatementSplitter.Split(text).Count();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(10_000, count);
        Assert.True(allocated < text.Text.Length / 5, $"{allocated:N0} bytes for {text.Text.Length:N0} characters");
    }

    [Fact]
    public void A_stream_that_gives_a_byte_at_a_time_reads_the_same()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFFSELECT 'größe 😀 日本';\r\n-- €\nSELECT 2;");
        using var stream = new TricklingStream(bytes);
        Assert.Equal("SELECT 'größe 😀 日本';\r\n-- €\nSELECT 2;", SourceText.Read(stream).ToString());
    }

    private static string Repeat(string piece, int count) => new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();
}
