using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

public sealed class OccRetryTests
{
    [Theory]
    [InlineData(1, 0, 100)]
    [InlineData(1, 1, 125)]
    [InlineData(2, 0, 200)]
    [InlineData(6, 0, 3200)]
    [InlineData(7, 0, 5000)]
    [InlineData(1000, 1, 6250)]
    public void Waits_longer_each_time_and_not_as_long_as_the_next(int tries, double random, double milliseconds) =>
        Assert.Equal(milliseconds, OccRetry.PauseAfter(tries, random).TotalMilliseconds, 3);

    [Theory]
    [InlineData(1, 0, 100)]
    [InlineData(4, 0, 800)]
    [InlineData(5, 0, 800)]
    [InlineData(1000, 1, 1000)]
    public void Waits_less_for_the_catalog(int tries, double random, double milliseconds) =>
        Assert.Equal(milliseconds, OccRetry.PauseAfter(tries, random, isCatalog: true).TotalMilliseconds, 3);

    [Theory]
    [InlineData("change conflicts with another transaction (OC000)", OccRetry.MaxTries)]
    [InlineData("schema has been updated by another transaction, please retry: (OC001)", OccRetry.MaxCatalogTries)]
    public async Task Gives_up_in_the_end(string message, int expected)
    {
        int tries = 0;

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => OccRetry.RunAsync<int>(
            () =>
            {
                tries++;
                throw new SqlFailureException(new SqlFailure { Message = message, SqlState = "40001" });
            },
            new QuickTime(),
            CancellationToken.None));

        Assert.Equal("40001", error.Failure.SqlState);
        Assert.Equal(expected, tries);
    }

    [Theory]
    [InlineData("23505")]
    [InlineData("23503")]
    [InlineData("54000")]
    [InlineData("25P02")]
    [InlineData(null)]
    public async Task Repeats_nothing_else(string? state)
    {
        int tries = 0;

        await Assert.ThrowsAsync<SqlFailureException>(() => OccRetry.RunAsync<int>(
            () =>
            {
                tries++;
                throw new SqlFailureException(new SqlFailure { Message = "no conflict", SqlState = state });
            },
            TimeProvider.System,
            CancellationToken.None));

        Assert.Equal(1, tries);
    }
}
