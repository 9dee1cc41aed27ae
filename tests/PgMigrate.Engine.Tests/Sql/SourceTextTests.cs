using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("abc", 3, 1, 4)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 1, 1, 2)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb\r\rc", 5, 4, 1)]
    [InlineData("a\n\r\nb", 4, 3, 1)]
    [InlineData("\n", 1, 2, 1)]
    [InlineData("😀😀x", 4, 1, 3)]
    [InlineData("e\u0301x", 2, 1, 3)]
    [InlineData("a\u2028b", 2, 1, 3)]
    public void Lines_and_columns(string text, int offset, int line, int column) =>
        Assert.Equal(new SourcePosition(offset, line, column), SourceText.FromString(text).GetPosition(offset));

    [Fact]
    public void A_part_of_a_part_keeps_the_places_of_the_file()
    {
        SourceText text = SourceText.FromString("one\ntwo\nthree 😀 four", "/m/1.sql");
        SourceText part = text.Slice(4, 16).Slice(4, 11);
        Assert.Equal("three 😀 fo", part.ToString());
        Assert.Equal(new SourcePosition(17, 3, 9), part.GetPosition(9));
        Assert.Equal("/m/1.sql", part.Path);
    }

    [Fact]
    public void Edits_keep_the_places_of_the_file_in_a_part_too()
    {
        SourceText part = SourceText.FromString("-- head\nSELECT :a, :b;\n-- @undo\n").Slice(8, 15);
        SourceText edited = part.WithEdits([new SourceEdit(7, 2, "long\nvalue"), new SourceEdit(11, 2, "")]);
        Assert.Equal("SELECT long\nvalue, ;\n", edited.ToString());
        Assert.Equal((2, 8), Place(edited, "long"));
        Assert.Equal((2, 8), Place(edited, "value"));
        Assert.Equal((2, 10), Place(edited, ", ;"));
        Assert.Equal((2, 14), Place(edited, ";"));
        Assert.Equal((2, 14), Place(edited.Slice(12, 8), ";"));
    }

    [Fact]
    public void Edits_that_stand_side_by_side_and_are_empty_keep_places()
    {
        SourceText edited = SourceText.FromString(":a:b:cx").WithEdits([new SourceEdit(0, 2, ""), new SourceEdit(2, 2, ""), new SourceEdit(4, 2, "")]);
        Assert.Equal("x", edited.ToString());
        Assert.Equal(6, edited.GetPosition(0).Offset);
        Assert.Equal(7, edited.GetPosition(1).Offset);
    }

    [Fact]
    public void The_place_of_a_server_error_in_a_filled_in_statement_is_that_of_the_file()
    {
        SourceText filled = VariableExpander.Expand(
            SourceText.FromString("SELECT 1;\nSELECT * FROM ${schema}.nope, ${schema}.t;"), new Dictionary<string, string> { ["schema"] = "a_much_longer_name" }).Script;
        SqlStatement statement = StatementSplitter.Split(filled).Last();

        // The server counts in what it was sent: nope stands at 34 there, and at 25 in the file.
        int sent = statement.ToString().IndexOf("nope", StringComparison.Ordinal) + 1;
        Assert.Equal(34, sent);
        Assert.Equal((2, 25), (statement.MapErrorPosition(sent).Line, statement.MapErrorPosition(sent).Column));
        Assert.Equal((2, 15), (statement.MapErrorPosition(20).Line, statement.MapErrorPosition(20).Column));
        Assert.Equal((2, 42), (statement.MapErrorPosition(1000).Line, statement.MapErrorPosition(1000).Column));
    }

    [Fact]
    public async Task Two_threads_may_ask_for_places()
    {
        SourceText text = SourceText.FromString(string.Concat(Enumerable.Repeat("abc é 😀\n", 2_000)));
        SourcePosition[] expected = [.. Enumerable.Range(0, text.Text.Length).Select(SourceText.FromString(text.ToString()).GetPosition)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int offset = 0; offset < expected.Length; offset++)
            {
                Assert.Equal(expected[offset], text.GetPosition(offset));
            }
        })));
    }

    private static (int Line, int Column) Place(SourceText text, string what)
    {
        SourcePosition place = text.GetPosition(text.ToString().IndexOf(what, StringComparison.Ordinal));
        return (place.Line, place.Column);
    }
}
