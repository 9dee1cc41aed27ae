using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>The statements that a migration takes, counted by the simulator; the lease's renewals and the questions about jobs are not the migration's.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlCallTests(DsqlFixture fixture)
{
    /// <summary>
    /// Two more than it has statements where they make things, of which the catalog tells. A definition of which it does not is recorded
    /// before and after; rows are recorded in their own transaction, which needs BEGIN and COMMIT.
    /// </summary>
    [PostgresTheory]
    [InlineData("CREATE TABLE a (id int PRIMARY KEY);", 3)]
    [InlineData("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);", 4)]
    [InlineData("CREATE TABLE a (id int PRIMARY KEY); ALTER TABLE a ADD COLUMN n int; ALTER TABLE a ALTER COLUMN n SET DEFAULT 1; CREATE VIEW v AS SELECT 1; GRANT SELECT ON v TO PUBLIC;", 7)]
    [InlineData("CREATE TABLE a (id int PRIMARY KEY); CREATE INDEX ASYNC a_id ON a (id); CREATE INDEX ASYNC IF NOT EXISTS old_id ON old (id); CREATE TABLE b (id int);", 8)]
    [InlineData("CREATE TABLE a (id int); DROP TABLE old;", 5)]
    [InlineData("CREATE TABLE a (id int); INSERT INTO a VALUES (1); CREATE TABLE b (id int);", 8)]
    [InlineData("INSERT INTO old VALUES (1);", 5)]
    [InlineData("BEGIN; INSERT INTO old VALUES (1); UPDATE old SET id = 2; DELETE FROM old; COMMIT;", 7)]
    [InlineData("CREATE INDEX ASYNC old_id ON old (id);", 3)]
    public async Task Definitions_take_two_calls_more_than_they_are_and_others_what_is_safe(string sql, int calls)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE old (id int);", sql);
        var counted = new List<string>();
        int before = 0;
        var observer = new RecordingObserver(told =>
        {
            if (told is RunEvent.MigrationStarted { Number: 2 })
            {
                before = simulator.Statements.Count;
            }
            else if (told is RunEvent.MigrationFinished { Result.FileName: "0002_step.sql" })
            {
                counted.AddRange(simulator.Statements.Skip(before).Where(sent => !IsOther(sent)));
            }
        });

        RunResult result = await new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), observer, TimeProvider.System)
            .RunAsync(files.Read(), new RunOptions());

        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.True(counted.Count == calls, string.Join('\n', counted));
        Assert.Equal(MigrationState.Applied, result.Results[1].Migration.State);
    }

    private static bool IsOther(string sent) => sent.Contains("sys.jobs", StringComparison.Ordinal) || sent.Contains("indisvalid", StringComparison.Ordinal)
        || (sent.StartsWith("UPDATE", StringComparison.Ordinal) && sent.Contains("SET renewed_at", StringComparison.Ordinal));
}
