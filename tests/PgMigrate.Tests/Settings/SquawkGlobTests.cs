using PgMigrate.Settings;

namespace PgMigrate.Tests.Settings;

/// <summary>The patterns of squawk's excluded_paths; what each answers was seen with squawk 2.66.0.</summary>
public sealed class SquawkGlobTests
{
    [Theory]
    [InlineData("0001_a.sql", "0001_a.sql", true)]
    [InlineData("0001_a.sql", "seed/0001_a.sql", false)]
    [InlineData("0001_A.sql", "0001_a.sql", false)]
    [InlineData("*_a.sql", "seed/deep/0001_a.sql", true)]
    [InlineData("*a.sql", "a.sql", true)]
    [InlineData("*_a.sql", "0001_a_sql", false)]
    [InlineData("seed/*.sql", "seed/0001_a.sql", true)]
    [InlineData("seed/*.sql", "seed/deep/0001_a.sql", true)]
    [InlineData("seed/*.sql", "other/seed/0001_a.sql", false)]
    [InlineData("seed/*", "seed/.hidden.sql", true)]
    [InlineData("seed/", "seed/0001_a.sql", false)]
    [InlineData("seed", "seed/0001_a.sql", false)]
    [InlineData("seed/**", "seed/deep/0001_a.sql", true)]
    [InlineData("**/0001_a.sql", "0001_a.sql", true)]
    [InlineData("**/0001_a.sql", "x/y/0001_a.sql", true)]
    [InlineData("**/0001_a.sql", "x/y0001_a.sql", false)]
    [InlineData("seed/**/a.sql", "seed/a.sql", true)]
    [InlineData("seed/**/**/a.sql", "seed/x/a.sql", true)]
    [InlineData("seed/**/a.sql", "seed/xa.sql", false)]
    [InlineData("000?_a.sql", "0001_a.sql", true)]
    [InlineData("000?_a.sql", "00012_a.sql", false)]
    [InlineData("seed?a.sql", "seed/a.sql", true)]
    [InlineData("000[1-3]_a.sql", "0002_a.sql", true)]
    [InlineData("000[1-3]_a.sql", "0004_a.sql", false)]
    [InlineData("000[!1-3]_a.sql", "0004_a.sql", true)]
    [InlineData("000[!1-3]_a.sql", "0002_a.sql", false)]
    [InlineData("[]]a.sql", "]a.sql", true)]
    [InlineData("[[]a.sql", "[a.sql", true)]
    [InlineData("[^a].sql", "^.sql", true)]
    [InlineData("[^a].sql", "b.sql", false)]
    [InlineData("[a-].sql", "-.sql", true)]
    [InlineData("[\\d].sql", "1.sql", false)]
    [InlineData("[9-0]a.sql", "5a.sql", false)]
    [InlineData("a(b)+{c}.sql", "a(b)+{c}.sql", true)]
    [InlineData("a\\*.sql", "a*.sql", false)]
    [InlineData("", "a.sql", false)]
    [InlineData("./seed/*.sql", "seed/a.sql", false)]
    public void A_pattern_means_files(string pattern, string file, bool expected)
    {
        string folder = Path.GetFullPath("/project");
        Assert.Equal(expected, PathPattern.OfSquawk(pattern, folder)!.IsMatch($"{folder}/{file}"));
    }

    [Theory]
    [InlineData("***")]
    [InlineData("a**")]
    [InlineData("**a")]
    [InlineData("a/**b")]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[!]")]
    public void What_squawk_refuses_is_no_pattern(string pattern) => Assert.Null(PathPattern.OfSquawk(pattern, Path.GetFullPath("/project")));

    /// <summary>Its time grows with the length of the path and no faster.</summary>
    [Fact]
    public void Many_stars_are_answered()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "b";
        Assert.False(PathPattern.OfSquawk(pattern, "/")!.IsMatch("/" + new string('a', 4_000)));
    }
}
