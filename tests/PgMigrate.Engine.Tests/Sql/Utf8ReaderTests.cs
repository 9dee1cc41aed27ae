using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class Utf8ReaderTests
{
    [Theory]
    [InlineData(131_070)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(262_143)]
    public void A_character_may_stand_across_two_reads(int before)
    {
        string text = new string('x', before) + "😀é日" + new string('y', 300_000);
        Assert.Equal(text, Read(Encoding.UTF8.GetBytes(text)).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("😀")]
    public void Short_texts_with_and_without_a_mark(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(text, Read(bytes).ToString());
        Assert.Equal(text, Read([.. Encoding.UTF8.Preamble, .. bytes]).ToString());
    }

    [Theory]
    [InlineData("EFBB", "0xEF at offset 0")]
    [InlineData("EF", "0xEF at offset 0")]
    [InlineData("EFBBBF80", "0x80 at offset 3")]
    [InlineData("61C3", "0xC3 at offset 1")]
    [InlineData("610AE697", "0xE6 at offset 2")]
    [InlineData("F09F98", "0xF0 at offset 0")]
    [InlineData("61FF62", "0xFF at offset 1")]
    public void A_byte_that_is_no_text_is_named_with_its_offset(string hex, string expected)
    {
        var error = Assert.Throws<SqlSyntaxException>(() => Read(Convert.FromHexString(hex)));
        Assert.Equal(SqlSyntaxError.InvalidEncoding, error.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Far_into_a_file_the_place_is_still_exact()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("é\r\n", 100_000)) + "日x"), 0xE9, (byte)'y'];
        var error = Assert.Throws<SqlSyntaxException>(() => Read(bytes));
        Assert.Equal((100_001, 3), (error.Position!.Value.Line, error.Position.Value.Column));
        Assert.Contains("0xE9 at offset 400004", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16BE")]
    [InlineData("utf-32", "UTF-32")]
    [InlineData("utf-32BE", "UTF-32BE")]
    public void Another_encoding_is_called_by_its_name(string name, string expected)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        var error = Assert.Throws<SqlSyntaxException>(() => Read([.. encoding.GetPreamble(), .. encoding.GetBytes("SELECT 1;")]));
        Assert.Equal($"The file is {expected}. Save it as UTF-8.", error.Message);
        Assert.Equal((SqlSyntaxError.InvalidEncoding, "a.sql", new SourcePosition(0, 1, 1)), (error.Error, error.Path, error.Position!.Value));
    }

    private static SourceText Read(byte[] bytes) => SourceText.Read(new MemoryStream(bytes), "a.sql");
}
