using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class ServerSettingsTests
{
    [Fact]
    public void Values_are_quoted_and_the_callers_come_last()
    {
        IReadOnlyList<string> lines = ServerSettings.Lines(
            new LocalPostgresOptions { MaxConnections = 7, Settings = new Dictionary<string, string> { ["search_path"] = @"it's \n", ["fsync"] = "on" } }, "/tmp/x");

        Assert.Contains("max_connections = '7'", lines);
        Assert.Equal([@"search_path = 'it''s \\n'", "fsync = 'on'"], lines.TakeLast(2));
    }

    [Theory]
    [InlineData("bad name", "x")]
    [InlineData("", "x")]
    [InlineData("fsync", "on'\nlisten_addresses = '*")]
    [InlineData("fsync\n", "on")]
    public void What_would_be_another_line_is_refused(string name, string value) =>
        Assert.Throws<SandboxException>(() =>
            ServerSettings.Lines(new LocalPostgresOptions { Settings = new Dictionary<string, string> { [name] = value } }, null));
}
