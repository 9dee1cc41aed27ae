using PgMigrate.Drivers.Tests.AuroraDsql;
using PgMigrate.Drivers.Tests.RdsDataApi;
using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>Rows repaired on PostgreSQL and the Data API, in our history and in those of other tools.</summary>
[Collection(SandboxCollection.Name)]
public sealed class RepairRunnerTests(SandboxFixture fixture)
{
    private static readonly TimeSpan Limit = TestLimit.OneWait;

    internal static readonly string[] Damage =
    [
        "UPDATE migration_log SET checksum = repeat('0', 64) WHERE id = 1",
        "UPDATE migration_log SET description = '0009_gone.sql', version = '0009' WHERE id = 2",
        "INSERT INTO migration_log (step_number, description, version, status) VALUES (3, '0003_c.sql', '0003', 'failed'), "
            + "(4, '0003_c.sql', '0003', 'running'), (5, '0001_a.sql', '0001', 'undo partial'), (6, 'odd', NULL, 'skipped')",
    ];

    [PostgresFact]
    public async Task Each_kind_is_found_and_repaired_in_one_transaction()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("0001_a.sql", "CREATE TABLE a ();"), ("0002_b.sql", "CREATE TABLE b ();"), ("0003_c.sql", "CREATE TABLE c ();"));
        await test.RunAsync(options: new RunOptions { ToVersion = "2" });
        await test.ExecuteAsync(Damage);
        await CheckAsync(test.Sessions, test.Read(), test);
        Assert.Equal("1,6", await test.QueryAsync("SELECT id FROM migration_log ORDER BY id"));
    }

    [PostgresFact]
    public async Task Through_the_data_api()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(fixture);
        using var folder = new MigrationFiles("CREATE TABLE a ();", "CREATE TABLE b ();", "CREATE TABLE c ();");
        MigrationSet set = Named(folder.Read());
        ISqlSessionFactory sessions = database.Sessions();
        Assert.True((await new MigrationRunner(sessions, new EventList(), TimeProvider.System).RunAsync(set, new RunOptions { ToVersion = "2" })).Succeeded);
        foreach (string sql in Damage)
        {
            await database.ScalarAsync(sql);
        }

        await CheckAsync(sessions, set, new EventList());
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task What_was_not_confirmed_or_has_changed_meanwhile_is_left_alone()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("0001_a.sql", "SELECT 1 / 0;"));
        await test.RunAsync();
        await test.RunAsync();
        var runner = new RepairRunner(test.Sessions, test, TimeProvider.System);
        var options = new RepairOptions { Kinds = new HashSet<RepairKind> { RepairKind.Failed } };
        RepairPlan plan = await runner.PlanAsync(test.Read(), options).WaitAsync(Limit);
        Assert.Equal([1L, 2L], plan.Repairs.Select(repair => repair.Id));
        await test.ExecuteAsync("UPDATE migration_log SET status = 'completed' WHERE id = 1");
        options = options with { Confirmed = new HashSet<string> { plan.Repairs[0].Key } };
        Assert.Empty(await runner.RunAsync(test.Read(), options).WaitAsync(Limit));
        Assert.Equal("2", await test.QueryAsync("SELECT count(*) FROM migration_log"));
    }

    [PostgresFact]
    public async Task It_waits_for_a_run_under_way()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(fixture);
        database.Write("0001_a.sql", "SELECT pg_sleep(600);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(run);
        var options = new RepairOptions { Kinds = new HashSet<RepairKind> { RepairKind.Partial }, LockTimeout = TimeSpan.Zero };
        await Assert.ThrowsAsync<RunLockedException>(() =>
            new RepairRunner(database.Factory, database.Observer, TimeProvider.System).RunAsync(database.Read(), options).WaitAsync(Limit));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task A_folder_that_cannot_be_read_whole_makes_nothing_missing()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("0001_a.sql", "SELECT 1;"), ("0002_b.sql", "SELECT 2;"));
        await test.RunAsync();
        test.Write("0002_other.sql", "SELECT 2;");
        var runner = new RepairRunner(test.Sessions, test, TimeProvider.System);
        var options = new RepairOptions { Kinds = new HashSet<RepairKind> { RepairKind.Missing, RepairKind.Changed } };
        Assert.Equal("DuplicateVersion", HistoryCase.Codes((await runner.PlanAsync(test.Read(), options)).Problems));
        var empty = new MigrationSet(test.Folder, "Native", [], []);
        Assert.Equal("NothingToCompare", HistoryCase.Codes((await runner.PlanAsync(empty, options)).Problems));
        Assert.Empty(await runner.RunAsync(empty, options).WaitAsync(Limit));
        Assert.Equal("2", await test.QueryAsync("SELECT count(*) FROM migration_log"));
    }

    [PostgresFact]
    public async Task Flyway_as_its_own_repair_does()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("V1__first.sql", "SELECT 1;"), ("V2__second.sql", "SELECT 2;"), ("V3__third.sql", "SELECT 3;"), ("R__view.sql", "SELECT 4;"));
        // CRC-32 of the lines, as Flyway has it.
        (int first, int second, int view) = (78787420, 798974111, 2043004697);
        await test.ExecuteAsync(
            HistoryTables.Flyway,
            $"""
            INSERT INTO flyway_schema_history VALUES
                (1, '1', 'first', 'SQL', 'V1__first.sql', 1, 'u', now(), 1, true), (2, '2', 'second', 'SQL', 'V2__second.sql', {second}, 'u', now(), 1, true),
                (3, '3', 'third', 'SQL', 'V3__third.sql', 3, 'u', now(), 1, false), (4, NULL, 'view', 'SQL', 'R__view.sql', 4, 'u', now(), 1, true)
            """);
        IReadOnlyList<MigrationLogRepair> done = await RepairAsync(test, "Flyway", RepairKind.Failed, RepairKind.Changed);
        Assert.Equal([("V1__first.sql", RepairKind.Changed), ("V3__third.sql", RepairKind.Failed), ("R__view.sql", RepairKind.Changed)], done.Select(repair => (repair.FileName, repair.Kind)));
        Assert.Equal(
            $"1:{first},2:{second},4:{view}",
            await test.QueryAsync("SELECT installed_rank || ':' || checksum FROM flyway_schema_history ORDER BY 1"));
        Assert.Empty(await RepairAsync(test, "Flyway", RepairKind.Failed, RepairKind.Changed));
        RepairPlan refused = await new RepairRunner(test.Sessions, test, TimeProvider.System).PlanAsync(test.Read(), Options("Flyway", RepairKind.Missing));
        Assert.Equal("RepairNotSupported", HistoryCase.Codes(refused.Problems));
    }

    [PostgresFact]
    public async Task Sqlx_all_three()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.up.sql", "SELECT 1;"), ("2_b.up.sql", "SELECT 2;"));
        MigrationSet set = test.Read("Sqlx");
        await test.ExecuteAsync(
            HistoryTables.Sqlx, "INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), true, '\\x00', 1), (2, 'b', now(), false, '\\x00', 1), (3, 'gone', now(), true, '\\x00', 1)");
        var runner = new RepairRunner(test.Sessions, test, TimeProvider.System);
        IReadOnlyList<MigrationLogRepair> done = await runner.RunAsync(set, Options("Sqlx", RepairKind.Failed, RepairKind.Changed, RepairKind.Missing)).WaitAsync(Limit);
        Assert.Equal([RepairKind.Changed, RepairKind.Failed, RepairKind.Missing], done.Select(repair => repair.Kind));
        Assert.Equal("2_b.up.sql", HistoryCase.Due(await test.PlanAsync("Sqlx", "Sqlx")));
        Assert.Equal("", HistoryCase.Codes((await test.PlanAsync("Sqlx", "Sqlx")).Problems));
    }

    [PostgresTheory]
    [InlineData("Dbmate", HistoryTables.Dbmate, "INSERT INTO schema_migrations VALUES ('1'), ('7')", "SELECT version FROM schema_migrations", "1")]
    [InlineData("PgMigrations", HistoryTables.PgMigrations, "INSERT INTO pgmigrations (name, run_on) VALUES ('1_a', now()), ('7_gone', now())", "SELECT name FROM pgmigrations", "1_a")]
    [InlineData("Diesel", HistoryTables.Diesel, "INSERT INTO __diesel_schema_migrations VALUES ('1'), ('7')", "SELECT version FROM __diesel_schema_migrations", "1")]
    [InlineData("Goose", HistoryTables.Goose, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (7, true)", "SELECT version_id FROM goose_db_version ORDER BY id", "0,1")]
    public async Task Rows_without_a_file_can_go_from_a_set(string format, string create, string rows, string query, string left)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        await test.ExecuteAsync(create, rows);
        Assert.Single(await RepairAsync(test, format, RepairKind.Missing));
        Assert.Equal(left, await test.QueryAsync(query));
    }

    internal static async Task CheckAsync(ISqlSessionFactory sessions, MigrationSet set, IRunObserver observer)
    {
        var runner = new RepairRunner(sessions, observer, TimeProvider.System);
        RepairOptions all = Options(null, Enum.GetValues<RepairKind>());
        RepairPlan plan = await runner.PlanAsync(set, all).WaitAsync(Limit);
        Assert.True(plan.CanRun);

        // 0001's undo stopped part-way, so that it counts as partial and not as changed until that row is gone.
        Assert.Equal(
            [(2, RepairKind.Missing), (3, RepairKind.Failed), (4, RepairKind.Partial), (5, RepairKind.Partial)],
            plan.Repairs.Select(repair => ((int)repair.Id, repair.Kind)));
        Assert.Equal(4, (await runner.RunAsync(set, all).WaitAsync(Limit)).Count);
        MigrationLogRepair changed = Assert.Single(await runner.RunAsync(set, all).WaitAsync(Limit));
        Assert.Equal((RepairKind.Changed, 1, set.Migrations[0].Checksum), (changed.Kind, (int)changed.Id, changed.Checksum));
        Assert.Empty(await runner.RunAsync(set, all).WaitAsync(Limit));
        var states = (await new MigrationRunner(sessions, observer, TimeProvider.System).PlanAsync(set, new RunOptions())).Migrations.Select(migration => migration.State);
        Assert.Equal([MigrationState.Applied, MigrationState.Pending, MigrationState.Pending], states);
    }

    /// <summary>Names as the damage has them.</summary>
    internal static MigrationSet Named(MigrationSet set) => set with
    {
        Migrations = [.. set.Migrations.Select((migration, at) => migration with { FileName = $"000{at + 1}_{"abc"[at]}.sql" })],
    };

    private static RepairOptions Options(string? format, params RepairKind[] kinds) => new() { Kinds = kinds.ToHashSet(), HistoryFormat = format };

    private static Task<IReadOnlyList<MigrationLogRepair>> RepairAsync(HistoryCase test, string format, params RepairKind[] kinds) =>
        new RepairRunner(test.Sessions, test, TimeProvider.System).RunAsync(test.Read(), Options(format, kinds)).WaitAsync(Limit);
}
