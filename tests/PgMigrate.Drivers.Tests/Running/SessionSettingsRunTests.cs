using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Every migration starts under the run's settings, whatever the one before did to the session.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SessionSettingsRunTests(SandboxFixture sandbox)
{
    private const string Snapshot = """
        SELECT current_user::text AS role, session_user::text AS login, current_setting('search_path') AS path,
            current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement,
            current_setting('application_name') AS application, current_setting('transaction_isolation') AS isolation, current_setting('work_mem') AS memory, current_schema()::text AS schema
        """;

    private static readonly RunOptions Options = new()
    {
        LockTimeout = TimeSpan.FromMilliseconds(2_500),
        StatementTimeout = TimeSpan.FromMinutes(2),
        SearchPath = "app, \"$user\", public",
        ApplicationName = "it's me",
    };

    [PostgresTheory]
    [InlineData("")]
    [InlineData("-- @transaction: none\n")]
    public async Task What_one_migration_sets_does_not_reach_the_next(string head)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        string role = await CreateRoleAsync(database);
        database.Write("0001_leak.sql", head + $"""
            CREATE TABLE before AS {Snapshot};
            SET search_path = other;
            SET lock_timeout = 1;
            SET statement_timeout = '1h';
            SET application_name = 'someone else';
            SET work_mem = '1234kB';
            SET TIME ZONE 'Asia/Tokyo';
            SET default_transaction_isolation = serializable;
            SET ROLE {role};
            """).Write("0002_look.sql", head + $"CREATE TABLE app.after AS {Snapshot};");
        await database.ApplyAsync(Options);
        string memory = (await database.ScalarAsync("SHOW work_mem"))!;
        Assert.Equal($"postgres|postgres|app, \"$user\", public|2500ms|2min|it's me|read committed|{memory}|app", await RowAsync(database, "app.before"));
        Assert.Equal($"postgres|postgres|app, \"$user\", public|2500ms|2min|it's me|read committed|{memory}|app", await RowAsync(database, "app.after"));

        // Both rows are in the table that the run chose at its start, written by the run's own role.
        IReadOnlyList<MigrationLogEntry> log = await database.LogAsync(new HistoryTableName("app", "migration_log"));
        Assert.Equal(["0001_leak.sql completed", "0002_look.sql completed"], log.Select(entry => entry.ToString()));
        Assert.Equal("postgres", await database.ScalarAsync("SELECT tableowner FROM pg_tables WHERE tablename = 'migration_log'"));
    }

    [PostgresTheory]
    [InlineData("SET ROLE {0}")]
    [InlineData("SET SESSION AUTHORIZATION {0}")]
    [InlineData("SET LOCAL ROLE {0}")]
    [InlineData("SET search_path = ''")]
    [InlineData("SET search_path = evil, pg_catalog")]
    [InlineData("SET standard_conforming_strings = off")]
    [InlineData("SET client_min_messages = error")]
    [InlineData("SET CONSTRAINTS ALL DEFERRED")]
    [InlineData("DISCARD PLANS")]
    [InlineData("SET default_transaction_read_only = on")]
    [InlineData("SET default_transaction_deferrable = on")]
    [InlineData("SET bytea_output = escape")]
    [InlineData("SET DateStyle = 'German, DMY'")]
    [InlineData("SET IntervalStyle = 'sql_standard'")]
    public async Task No_setting_keeps_the_record_from_being_written_or_the_next_from_running(string statement)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        string role = await CreateRoleAsync(database);
        await database.ExecuteAsync(
            "CREATE SCHEMA evil",
            "CREATE FUNCTION evil.mine(timestamptz, timestamptz) RETURNS interval LANGUAGE plpgsql AS $$ BEGIN RAISE 'captured'; END $$",
            "CREATE OPERATOR evil.- (LEFTARG = timestamptz, RIGHTARG = timestamptz, FUNCTION = evil.mine)",
            $"GRANT USAGE ON SCHEMA evil TO {role}");
        await database.Write("0001_a.sql", string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, role) + ";")
            .Write("0002_b.sql", "CREATE TABLE b (t text DEFAULT 'a\\b'); INSERT INTO b DEFAULT VALUES;").ApplyAsync();
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed"], await database.LogLinesAsync());
        Assert.Equal("a\\b", await database.ScalarAsync("SELECT t FROM b"));
    }

    [PostgresFact]
    public async Task A_role_lasts_through_all_statements_of_its_migration()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        string role = await CreateRoleAsync(database);
        await database.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO {role}");
        await database.Write("0001_a.sql", $"""
            -- @transaction: none
            SET ROLE {role};
            CREATE TABLE t (id int);
            CREATE INDEX CONCURRENTLY t_id ON t (id);
            CREATE TABLE u (id int);
            """).Write("0002_b.sql", "CREATE TABLE v (id int);").ApplyAsync();
        Assert.Equal($"{role},{role},postgres",
            await database.ScalarAsync("SELECT string_agg(tableowner, ',' ORDER BY tablename) FROM pg_tables WHERE tablename IN ('t', 'u', 'v')"));
    }

    [PostgresFact]
    public async Task A_failed_migration_that_took_a_role_is_recorded_all_the_same()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        string role = await CreateRoleAsync(database);
        await database.Write("0001_a.sql", $"SET ROLE {role}; SELECT broken;").RunAsync();
        await database.Write("0001_a.sql", $"-- @transaction: none\nSET ROLE {role}; SELECT broken;").RunAsync();
        Assert.Equal(["0001_a.sql failed", "0001_a.sql partial"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_migration_that_forbids_itself_to_write_is_recorded_as_stopped_there()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        MigrationResult failed = (await database.Write("0001_a.sql", "-- @transaction: none\nSET default_transaction_read_only = on;\nCREATE TABLE a ();").RunAsync()).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, "25006"), (failed.Status, failed.Failure!.Error.SqlState));
        Assert.Equal(["0001_a.sql partial"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_migrations_own_timeout_overrules_the_runs()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "-- @timeout: 1s\nSELECT pg_sleep(600);").Write("0002_b.sql", $"CREATE TABLE b AS {Snapshot};");
        MigrationFailure failure = (await database.RunAsync(new RunOptions { StatementTimeout = TimeSpan.FromHours(1) })).Failed!.Failure!;
        Assert.Equal(("57014", 2), (failure.Error.SqlState, failure.Position!.Value.Line));
        await database.Write("0001_a.sql", "-- @timeout: 20min\nSELECT 1;").ApplyAsync(new RunOptions { StatementTimeout = TimeSpan.FromHours(1) });
        Assert.Equal("1h", await database.ScalarAsync("SELECT statement FROM b"));
    }

    [PostgresFact]
    public async Task A_lock_that_is_held_too_long_fails_the_migration()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        await using ISqlSession blocker = await database.Factory.OpenAsync();
        await blocker.ExecuteAsync(new SqlBatch(new SqlCommand("LOCK TABLE t")) { Begin = true });
        MigrationFailure failure = (await database.Write("0001_a.sql", "ALTER TABLE t ADD COLUMN n int;")
            .RunAsync(new RunOptions { LockTimeout = TimeSpan.FromMilliseconds(100) })).Failed!.Failure!;
        Assert.Equal("55P03", failure.Error.SqlState);
        await blocker.RollbackAsync();
        await database.ApplyAsync();
    }

    [PostgresFact]
    public async Task The_session_is_reset_at_the_end_of_the_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        SqlBatch? last = null;
        database.Factory = new WatchedSessionFactory(database.Factory)
        {
            Before = batch =>
            {
                last = batch;
                return Task.CompletedTask;
            },
        };
        await database.Write("0001_a.sql", "SET search_path = nowhere;").ApplyAsync(Options with { SearchPath = null });
        Assert.Equal(["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"], last!.Commands.Select(command => command.Text.ToString()));
    }

    private async Task<string> CreateRoleAsync(MigrationDatabase database)
    {
        // Roles belong to the whole server, which other tests use too.
        string role = "role_" + Guid.NewGuid().ToString("N");
        await database.ExecuteAsync($"CREATE ROLE {role}", "CREATE SCHEMA app", "CREATE SCHEMA other", $"GRANT USAGE ON SCHEMA app TO {role}");
        return role;
    }

    private static Task<string?> RowAsync(MigrationDatabase database, string table) => database.ScalarAsync(
        $"SELECT concat_ws('|', role, login, path, lock, statement, application, isolation, memory, schema) FROM {table}");
}
