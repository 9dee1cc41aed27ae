using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>The ten migrations of the quickstart through the Data API.</summary>
[Collection(SandboxCollection.Name)]
public sealed class QuickstartRunTests(SandboxFixture sandbox)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "quickstart");

    [PostgresFact]
    public async Task They_apply_once_and_are_logged()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        MigrationSet set = MigrationFolder.Read(Folder);
        var runner = new MigrationRunner(sessions, new EventList(), TimeProvider.System);

        RunResult first = await runner.RunAsync(set, new RunOptions());
        int calls = database.Emulator.Calls.Count;
        RunResult second = await runner.RunAsync(set, new RunOptions());
        IReadOnlyList<MigrationLogEntry> log = await new MigrationLogReader(sessions).ReadAsync(HistoryTableName.Default);

        Assert.True(first.Succeeded, first.Failed?.Failure?.ToString());
        Assert.Equal(10, first.Results.Count);
        Assert.Empty(second.Plan.Problems);
        Assert.Empty(second.Results);
        Assert.Equal(set.Migrations.Select(migration => migration.FileName), log.Select(entry => entry.FileName));
        Assert.All(log, entry => Assert.Equal(MigrationLogStatus.Completed, entry.Status));
        Assert.All(log, entry => Assert.Equal(entry.StatementsTotal, entry.StatementsApplied));
        Assert.Equal("3", await database.ScalarAsync("SELECT count(*) FROM open_orders"));
        Assert.Equal("t", await database.ScalarAsync("SELECT indisvalid::text::char FROM pg_index WHERE indexrelid = 'customers_full_name_idx'::regclass"));
        Assert.Equal(0, database.Emulator.OpenTransactions);
        Assert.All(database.Emulator.Calls.Skip(calls), call => Assert.Null(call.Error));
    }

    [PostgresFact]
    public async Task A_migration_takes_three_calls_more_than_it_has_statements()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        var observer = new CallCounter(database.Emulator);
        MigrationSet set = MigrationFolder.Read(Folder);

        RunResult result = await new MigrationRunner(database.Sessions(), observer, TimeProvider.System).RunAsync(set, new RunOptions());

        Assert.True(result.Succeeded);
        Assert.All(
            result.Results.Where(done => done.TransactionMode == TransactionMode.Transactional),
            done => Assert.Equal(done.StatementsTotal + 3, observer.CallsOf[done.FileName]));
    }

    [PostgresFact]
    public async Task They_can_be_marked_without_being_run()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        MigrationSet set = MigrationFolder.Read(Folder);
        var baseline = new BaselineRunner(sessions, new EventList(), TimeProvider.System);

        Assert.Equal(10, (await baseline.RunAsync(set, new BaselineOptions())).Count);
        Assert.Empty(await baseline.RunAsync(set, new BaselineOptions()));
        Assert.Empty((await new MigrationRunner(sessions, new EventList(), TimeProvider.System).PlanAsync(set, new RunOptions())).Steps);
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM pg_class WHERE relname = 'customers'"));
    }

    private sealed class CallCounter(RdsDataApiEmulator emulator) : IRunObserver
    {
        private int _before;

        public Dictionary<string, int> CallsOf { get; } = [];

        public void OnEvent(RunEvent runEvent)
        {
            int now = emulator.Calls.Count(call => call.Sql?.Contains("_lock\" SET renewed_at", StringComparison.Ordinal) != true);
            if (runEvent is RunEvent.MigrationFinished finished)
            {
                CallsOf[finished.Result.FileName] = now - _before;
            }

            _before = now;
        }
    }
}
