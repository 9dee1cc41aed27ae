using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class MigrationVersionTests
{
    [Theory]
    [InlineData("9", "10", -1)]
    [InlineData("011", "10", 1)]
    [InlineData("007", "7", 0)]
    [InlineData("000", "0", 0)]
    [InlineData("20260101120000", "9", 1)]
    [InlineData("100000000000000000000000", "99999999999999999999999", 1)]
    [InlineData("10", "schema", -1)]
    [InlineData("schema", "tables", -1)]
    [InlineData("1a", "1b", -1)]
    [InlineData("1a", "9", 1)]
    [InlineData("٣", "4", 1)]
    public void Compares_as_numbers(string first, string second, int expected)
    {
        Assert.Equal(expected, Math.Sign(MigrationVersion.Compare(first, second)));
        Assert.Equal(-expected, Math.Sign(MigrationVersion.Compare(second, first)));
    }

    [Theory]
    [InlineData("0007", "7")]
    [InlineData("0", "0")]
    [InlineData("000", "0")]
    [InlineData("00a", "00a")]
    [InlineData("schema", "schema")]
    public void Zeros_in_front_do_not_count(string version, string expected) => Assert.Equal(expected, MigrationVersion.Normalize(version));
}
