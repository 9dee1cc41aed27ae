using System.Text.RegularExpressions;
using Npgsql;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>
/// CREATE INDEX ASYNC and ALTER TABLE ASYNC … VALIDATE CONSTRAINT as background jobs. A job that ends changes the catalog, so any statement
/// may meet OC001 once.
/// </summary>
[Collection(DsqlCollection.Name)]
public sealed partial class JobTests(DsqlFixture fixture)
{
    private const string IsValid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass";

    [PostgresFact]
    public async Task An_index_is_there_at_once_and_valid_when_its_job_is_done()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await connection.RunFreshAsync("CREATE TABLE a (id int)");
        simulator.Faults.HoldJobs = true;

        string job = (string)(await connection.RunFreshAsync("CREATE UNIQUE INDEX ASYNC i ON a (id)"))!;

        Assert.Matches(JobId(), job);
        Assert.Equal(false, await connection.RunFreshAsync(IsValid));
        Assert.Equal("submitted INDEX_BUILD public.i", await connection.RunFreshAsync($"SELECT concat_ws(' ', status, job_type, object_name) FROM sys.jobs WHERE job_id = '{job}'"));
        await connection.RunFreshAsync("INSERT INTO a VALUES (1)");
        Assert.Equal("23505", (await connection.FailFreshAsync("INSERT INTO a VALUES (1)")).SqlState);
        simulator.Faults.HoldJobs = false;
        Assert.Equal(true, await connection.RunFreshAsync($"CALL sys.wait_for_job('{job}')"));
        Assert.Equal(true, await connection.RunFreshAsync(IsValid));
        Assert.Null(await connection.RunFreshAsync("CREATE UNIQUE INDEX ASYNC IF NOT EXISTS i ON a (id)"));
    }

    [PostgresFact]
    public async Task A_unique_index_over_duplicates_stays_invalid_and_goes_on_enforcing()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await connection.RunFreshAsync("CREATE TABLE a (id int)");
        await connection.RunFreshAsync("INSERT INTO a VALUES (1), (1)");

        string job = (string)(await connection.RunFreshAsync("CREATE UNIQUE INDEX ASYNC i ON a (id)"))!;

        Assert.Equal(false, await connection.RunFreshAsync($"CALL sys.wait_for_job('{job}')"));
        Assert.Equal(
            "failed Found duplicate key while validating index for UCVs",
            await connection.RunFreshAsync($"SELECT status || ' ' || details FROM sys.jobs WHERE job_id = '{job}'"));
        Assert.Equal(false, await connection.RunFreshAsync(IsValid));
        Assert.Equal("23505", (await connection.FailFreshAsync("INSERT INTO a VALUES (1)")).SqlState);
        Assert.Equal("55000 index \"i\" is not valid", await StateAsync(connection, "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i"));
        await connection.RunFreshAsync("DROP INDEX i");
        await connection.RunFreshAsync("INSERT INTO a VALUES (1)");
    }

    [PostgresFact]
    public async Task A_constraint_is_validated_by_a_job()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await connection.RunFreshAsync("CREATE TABLE a (id int)");
        await connection.RunFreshAsync("INSERT INTO a VALUES (-1)");
        await connection.RunFreshAsync("ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0) NOT VALID");

        string failing = (string)(await connection.RunFreshAsync("ALTER TABLE ASYNC a VALIDATE CONSTRAINT positive"))!;
        Assert.Equal(false, await connection.RunFreshAsync($"CALL sys.wait_for_job('{failing}')"));
        await connection.RunFreshAsync("UPDATE a SET id = 1");
        string job = (string)(await connection.RunFreshAsync("ALTER TABLE ASYNC public.a VALIDATE CONSTRAINT \"positive\""))!;

        Assert.Equal(true, await connection.RunFreshAsync($"CALL sys.wait_for_job('{job}')"));
        Assert.Equal(true, await connection.RunFreshAsync("SELECT convalidated FROM pg_constraint WHERE conname = 'positive'"));
        Assert.Equal(
            "42704 constraint \"absent\" of relation \"a\" does not exist",
            await StateAsync(connection, "ALTER TABLE ASYNC a VALIDATE CONSTRAINT absent"));
    }

    [PostgresFact]
    public async Task A_job_of_a_dropped_index_completes_without_it()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await connection.RunFreshAsync("CREATE TABLE a (id int)");
        simulator.Faults.HoldJobs = true;
        string job = (string)(await connection.RunFreshAsync("CREATE INDEX ASYNC i ON a (id)"))!;
        await connection.RunFreshAsync("DROP INDEX i");
        simulator.Faults.HoldJobs = false;

        Assert.Equal(true, await connection.RunFreshAsync($"CALL sys.wait_for_job('{job}')"));
        Assert.Equal("relation \"public.i\" does not exist", await connection.RunFreshAsync($"SELECT details FROM sys.jobs WHERE job_id = '{job}'"));
    }

    [PostgresFact]
    public async Task A_table_has_24_indexes_and_no_more()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync(new DsqlSimulatorOptions { JobDuration = TimeSpan.Zero, SchemaConflicts = false });
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await connection.RunFreshAsync("CREATE TABLE a (id int PRIMARY KEY)");
        for (int number = 1; number < 24; number++)
        {
            await connection.RunFreshAsync($"CREATE INDEX ASYNC ON a ((id + {number}))");
        }

        Assert.StartsWith("54000", await StateAsync(connection, "CREATE INDEX ASYNC ON a ((id + 99))"), StringComparison.Ordinal);
    }

    private static async Task<string> StateAsync(NpgsqlConnection connection, string sql)
    {
        PostgresException error = await connection.FailFreshAsync(sql);
        return $"{error.SqlState} {error.MessageText}";
    }

    [GeneratedRegex("^[a-z2-7]{26}$")]
    private static partial Regex JobId();
}
