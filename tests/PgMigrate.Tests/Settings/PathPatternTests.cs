using PgMigrate.Settings;

namespace PgMigrate.Tests.Settings;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("seed/", "seed/0001_a.sql", true)]
    [InlineData("seed/", "seed/deep/0001_a.sql", true)]
    [InlineData("seed/", "other/seed/0001_a.sql", false)]
    [InlineData("./seed/*.sql", "seed/0001_a.sql", true)]
    [InlineData("seed/*.sql", "seed/deep/0001_a.sql", false)]
    [InlineData("seed\\*.sql", "seed/0001_a.sql", true)]
    [InlineData("*_data.sql", "a/b/0001_data.sql", true)]
    [InlineData("*_data.sql", "0001_data.sql", true)]
    [InlineData("*_data.sql", "0001_data_sql", false)]
    [InlineData("/0001_a.sql", "0001_a.sql", true)]
    [InlineData("/0001_a.sql", "b/0001_a.sql", false)]
    [InlineData("a/**/b.sql", "a/b.sql", true)]
    [InlineData("a/**/b.sql", "a/x/y/b.sql", true)]
    [InlineData("a/**/b.sql", "ax/b.sql", false)]
    [InlineData("000?_a.sql", "0001_a.sql", true)]
    [InlineData("000?_a.sql", "00012_a.sql", false)]
    [InlineData("a(b)+[c].sql", "a(b)+[c].sql", true)]
    [InlineData("**", "any/thing.sql", true)]
    [InlineData("seed/", "../seed/a.sql", false)]
    public void A_pattern_means_files(string pattern, string file, bool expected)
    {
        string folder = Path.GetFullPath("/project");
        Assert.Equal(expected, new PathPattern(pattern, folder).IsMatch(Path.GetFullPath(file, folder)));
    }

    /// <summary>Its time grows with the length of the path and no faster.</summary>
    [Fact]
    public void Many_stars_are_answered()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "b";
        Assert.False(new PathPattern(pattern, "/").IsMatch("/" + new string('a', 4_000)));
    }
}
