using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class ChecksumFoldingTests
{
    /// <summary>Around the sizes at which a text no longer fits the hasher's buffer.</summary>
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 4_095, 16_383, 16_384, 16_385, 32_767, 32_768, 65_535, 65_536, 65_537, 200_000];

    [Fact]
    public void Is_the_known_hash_of_nothing_and_of_abc()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Checksum.Of(""));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Checksum.Of("abc"));
    }

    [Theory]
    [InlineData("a\r\nb\rc\nd")]
    [InlineData("a\nb\nc\rd")]
    [InlineData("a\rb\rc\r\nd")]
    public void Folds_every_kind_of_line_end(string text) => Assert.Equal(HashOf("a\nb\nc\nd"), Checksum.Of(text));

    [Theory]
    [InlineData("\r", "\n")]
    [InlineData("\r\n", "\n")]
    [InlineData("\n\r", "\n\n")]
    [InlineData("\r\r\n\r", "\n\n\n")]
    [InlineData("a\r", "a\n")]
    public void Folds_at_the_borders(string text, string folded) => Assert.Equal(HashOf(folded), Checksum.Of(text));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Hashes_plain_text_of_any_length(int length)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at % 26))));
        Assert.Equal(HashOf(text), Checksum.Of(text));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Keeps_surrogate_pairs_and_line_ends_whole_wherever_they_stand(int length)
    {
        string text = new string('x', length) + "😀é\r\n€\r" + new string('y', length) + "\r\n😀";
        Assert.Equal(HashOf(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')), Checksum.Of(text));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Hashes_text_that_is_all_line_ends_or_all_wide(int length)
    {
        Assert.Equal(HashOf(new string('\n', length)), Checksum.Of(string.Concat(Enumerable.Repeat("\r\n", length))));
        string wide = string.Concat(Enumerable.Repeat("😀", length));
        Assert.Equal(HashOf(wide), Checksum.Of(wide));
    }

    /// <summary>The texts stand in the code: an attribute is stored as UTF-8, which cannot hold half a pair.</summary>
    [Fact]
    public void Takes_half_a_pair_for_the_replacement_character()
    {
        Assert.Equal(HashOf("a\ufffd"), Checksum.Of("a\ud83d"));
        Assert.Equal(HashOf("\ufffd\nb"), Checksum.Of("\ud83d\r\nb"));
        Assert.Equal(HashOf("\ufffdb"), Checksum.Of("\ude00b"));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
