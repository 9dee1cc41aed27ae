using PgMigrate.Engine.Linting;

namespace PgMigrate.Engine.Tests.Linting;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("14", "14")]
    [InlineData(" 14.3 ", "14.3")]
    [InlineData("15.4.0", "15.4")]
    [InlineData("9.6", null)]
    [InlineData("14.x", null)]
    [InlineData("14.1.2.3", null)]
    [InlineData("-14", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_version_is_read(string? text, string? expected) =>
        Assert.Equal(expected, ServerVersion.TryParse(text, out ServerVersion version) ? version.ToString() : null);

    [Fact]
    public void A_major_version_alone_has_all_corrections()
    {
        Assert.True(new ServerVersion(14) > new ServerVersion(14, 4));
        Assert.True(new ServerVersion(14, 3) < new ServerVersion(14, 4));
        Assert.True(new ServerVersion(13) < new ServerVersion(14, 0));
    }
}
