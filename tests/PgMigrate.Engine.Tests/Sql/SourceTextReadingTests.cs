using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SourceTextReadingTests
{
    /// <summary>Around the decoder's buffer, 128 KiB, so that a character of several bytes is cut by its end.</summary>
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 4, 131_069, 131_070, 131_071, 131_072, 131_073, 262_143, 262_144, 400_001];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Decodes_characters_that_a_buffer_cuts(int length)
    {
        string text = new string('x', length) + "é€😀" + new string('y', length) + "😀";
        Assert.Equal(text, Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text, Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
    }

    [Fact]
    public void Leaves_nothing_of_one_text_in_the_next()
    {
        Read(Encoding.UTF8.GetBytes(new string('x', 300_000)));
        Assert.Equal("", Read([]));
        Assert.Equal("a", Read("a"u8.ToArray()));
        Assert.Equal("é", Read("é"u8.ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    public void Names_the_byte_that_is_no_UTF8(int before)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(new string('x', before)), 0xFF, (byte)'a', (byte)'b', (byte)'c'];
        var thrown = Assert.Throws<SqlSyntaxException>(() => Read(bytes));
        Assert.Equal((SqlSyntaxError.InvalidEncoding, before), (thrown.Error, thrown.Position!.Value.Offset));
        Assert.Contains("0xFF", thrown.Message, StringComparison.Ordinal);

        // The buffer is given back after an error too, and the next text is not harmed by it.
        Assert.Equal("abc", Read("abc"u8.ToArray()));
    }

    [Fact]
    public void Refuses_a_character_that_the_end_cuts() =>
        Assert.Equal(SqlSyntaxError.InvalidEncoding, Assert.Throws<SqlSyntaxException>(() => Read([(byte)'a', 0xE2, 0x82])).Error);

    [Fact]
    public void Reads_many_texts_at_once()
    {
        string[] texts = [.. Enumerable.Range(0, 64).Select(number => string.Concat(Enumerable.Repeat($"{number}é;", 20_000 + number)))];
        string[] read = new string[texts.Length];
        Parallel.For(0, texts.Length, at => read[at] = Read(Encoding.UTF8.GetBytes(texts[at])));
        Assert.Equal(texts, read);
    }

    private static string Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SourceText.Read(stream).ToString();
    }
}
