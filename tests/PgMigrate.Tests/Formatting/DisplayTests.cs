using System.Globalization;
using PgMigrate.Formatting;

namespace PgMigrate.Tests.Formatting;

public sealed class DisplayTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(12.4, "12 ms")]
    [InlineData(3400, "3.4 s")]
    [InlineData(125_000, "2:05 min")]
    [InlineData(5_400_000, "90:00 min")]
    public void A_duration_has_a_unit_that_suits_it(double milliseconds, string expected) =>
        Assert.Equal(expected, Display.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_not_known_is_empty()
    {
        Assert.Equal("", Display.Duration(null));
        Assert.Equal("", Display.Time(null));
        Assert.Equal("", Display.Statements(null, null));
    }

    [Fact]
    public void A_time_is_told_in_UTC() =>
        Assert.Equal("2026-01-31 22:30:00Z", Display.Time(DateTimeOffset.Parse("2026-02-01T00:30:00+02:00", CultureInfo.InvariantCulture)));

    [Fact]
    public void Statements_are_a_fraction() => Assert.Equal("3/7", Display.Statements(3, 7));
}
