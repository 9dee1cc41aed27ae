using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

public sealed class DsqlHintsTests
{
    [Theory]
    [InlineData("54000", "transaction row limit exceeded", "3,000 rows")]
    [InlineData("54000", "transaction size limit 10mb exceeded", "10 MiB")]
    [InlineData("42704", "type \"serial\" does not exist", "IDENTITY (CACHE 1)")]
    [InlineData("0A000", "ALTER TABLE ADD COLUMN with constraint not supported", "SET DEFAULT")]
    [InlineData("0A000", "Unsupported mode. Please use CREATE INDEX ASYNC.", "CREATE INDEX ASYNC")]
    public void Says_what_to_do(string state, string message, string hint) =>
        Assert.Contains(hint, DsqlHints.Add(new SqlFailure { Message = message, SqlState = state }).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("-c statement_timeout=1000", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_refused_setting_of_the_environment_is_named(string? options, bool named)
    {
        var failure = new SqlFailure { SqlState = "0A000", Message = "setting configuration parameter \"options\" not supported" };

        Assert.Equal(named, DsqlHints.Add(failure, options).Hint?.Contains("PGOPTIONS", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("42704", "type \"serial\" does not exist", "its own")]
    [InlineData("42704", "type \"foo\" does not exist", null)]
    [InlineData("23505", "transaction row limit exceeded", null)]
    [InlineData(null, "transaction row limit exceeded", null)]
    public void Leaves_the_services_own_hint_and_says_nothing_it_does_not_know(string? state, string message, string? hint) =>
        Assert.Equal(hint, DsqlHints.Add(new SqlFailure { Message = message, SqlState = state, Hint = hint }).Hint);
}
