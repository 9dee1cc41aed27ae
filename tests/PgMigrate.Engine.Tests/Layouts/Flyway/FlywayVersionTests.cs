using PgMigrate.Engine.Layouts.Flyway;

namespace PgMigrate.Engine.Tests.Layouts.Flyway;

public sealed class FlywayVersionTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("001.02_0", "1.2")]
    [InlineData("0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("0.1", "0.1")]
    [InlineData("20240101000000000000000000", "20240101000000000000000000")]
    public void The_same_versions_have_the_same_text(string text, string same) => Assert.Equal(same, FlywayVersion.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1..2")]
    [InlineData("1a")]
    [InlineData("١")]
    public void Anything_else_is_none(string text) => Assert.Null(FlywayVersion.Parse(text));

    [Theory]
    [InlineData("9", "10")]
    [InlineData("1", "1.1")]
    [InlineData("1.9", "1.10")]
    [InlineData("1.2.9", "1.3")]
    [InlineData("0.9", "1")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    public void Numbers_order_them(string lower, string higher)
    {
        Assert.True(FlywayVersion.Parse(lower)!.CompareTo(FlywayVersion.Parse(higher)) < 0);
        Assert.True(FlywayVersion.Parse(higher)!.CompareTo(FlywayVersion.Parse(lower)) > 0);
        Assert.Equal(0, FlywayVersion.Parse(lower)!.CompareTo(FlywayVersion.Parse("0" + lower + ".0")));
    }

    /// <summary>Minutes, if digits were parsed as a number.</summary>
    [Fact]
    public async Task Millions_of_digits_are_read_at_once()
    {
        string digits = new('7', 4_000_000);

        FlywayVersion? version = await Task.Run(() => FlywayVersion.Parse(digits + ".1")).WaitAsync(TestLimit.OneWait);

        Assert.True(version!.CompareTo(FlywayVersion.Parse(digits)) > 0);
    }
}
