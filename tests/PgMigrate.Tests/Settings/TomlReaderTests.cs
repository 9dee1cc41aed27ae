using PgMigrate.Settings;

namespace PgMigrate.Tests.Settings;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a = 1 # one\r\nb='x'", "a:1 b:x")]
    [InlineData("a = [\n 'x', # y\n \"z\",\n]\nb = true", "a:x,z b:true")]
    [InlineData("a = []\n[t]\nb = 1", "a:")]
    [InlineData("[t]\na = 1", "")]
    [InlineData("a = \"q\\\"#]\"", "a:q\"#]")]
    [InlineData("a = \"open\nb = 2", "a:\"open\n b:2")]
    [InlineData("a", "")]
    [InlineData("a = ", "")]
    [InlineData("a = [ 'x'", "a:x")]
    [InlineData("\"a\" = 1", "a:1")]
    public void Keys_of_the_top_are_read(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', TomlReader.Read(text).Select(pair => $"{pair.Key}:{string.Join(',', pair.Values)}")));
}
