using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30", 30_000)]
    [InlineData("30s", 30_000)]
    [InlineData(" 5 MIN ", 300_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("0", 0)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("0.1s", 100)]
    [InlineData("24d", 2_073_600_000)]
    public void Times(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan time));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1,5s")]
    [InlineData("1.2.3s")]
    [InlineData(".")]
    [InlineData("1w")]
    [InlineData("1e3")]
    [InlineData("25d")]
    [InlineData("99999999999999999999h")]
    [InlineData("1s 2s")]
    [InlineData("∞")]
    [InlineData("NaN")]
    [InlineData("٣s")]
    public void No_times(string? text) => Assert.False(Duration.TryParse(text, out _));
}
