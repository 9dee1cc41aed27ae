using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class ChecksumTests
{
    /// <summary>SHA-256 of no bytes and of "abc", as FIPS 180-2 has them.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Known_values(string text, string expected) => Assert.Equal(expected, Checksum.Of(text));

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\rb\r", "a\nb\n")]
    [InlineData("\r\r\n\n\r", "\n\n\n\n")]
    public void Line_ends_are_one(string text, string folded) => Assert.Equal(Plain(folded), Checksum.Of(text));

    [Theory]
    [InlineData("a\n", "a")]
    [InlineData("a\n\nb", "a\nb")]
    [InlineData("a ", "a")]
    [InlineData("A", "a")]
    [InlineData("e\u0301", "é")]
    public void All_else_counts(string text, string other) => Assert.NotEqual(Checksum.Of(other), Checksum.Of(text));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("😀")]
    [InlineData("é")]
    [InlineData("x\r")]
    public void Nothing_changes_where_chunks_meet(string piece)
    {
        for (int before = 16_380; before < 16_388; before++)
        {
            string text = new string('x', before) + string.Concat(Enumerable.Repeat(piece, 20_000));
            Assert.Equal(Plain(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')), Checksum.Of(text));
        }
    }

    private static string Plain(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
