using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>Failures of the service, before and after it acted: the run ends right or says that it does not know; nothing is done twice.</summary>
[Collection(SandboxCollection.Name)]
public sealed class FaultTests(SandboxFixture sandbox) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgm-faults");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<RdsDataApiFaultKind, bool, RdsDataApiOperation> Passing()
    {
        var data = new TheoryData<RdsDataApiFaultKind, bool, RdsDataApiOperation>();
        foreach (RdsDataApiFaultKind kind in Enum.GetValues<RdsDataApiFaultKind>())
        {
            foreach (bool after in new[] { false, true })
            {
                data.Add(kind, after, RdsDataApiOperation.BeginTransaction);
                data.Add(kind, after, RdsDataApiOperation.ExecuteStatement);
                data.Add(kind, after, RdsDataApiOperation.CommitTransaction);
            }
        }

        return data;
    }

    [PostgresTheory]
    [MemberData(nameof(Passing))]
    public async Task A_transactional_migration_is_applied_once(RdsDataApiFaultKind kind, bool afterActing, RdsDataApiOperation operation)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        Assert.True((await RunAsync(sessions, ("0001_first.sql", "CREATE TABLE t (id int)"))).Succeeded);
        Write("0002_second.sql", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
        database.Emulator.Inject(new RdsDataApiFault(kind, afterActing)
        {
            Operation = operation,
            SqlContains = operation == RdsDataApiOperation.ExecuteStatement ? "VALUES (2)" : null,
        });

        RunResult result = await RunAsync(sessions);

        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM migration_log WHERE description = '0002_second.sql' AND status = 'completed'"));
        Assert.Contains(database.Emulator.Calls, call => call.Error is not null);
        RunResult again = await RunAsync(sessions);
        Assert.Empty(again.Results);
        Assert.True(again.Plan.CanRun);
    }

    [PostgresTheory]
    [InlineData("AS held (name", RdsDataApiFaultKind.CutConnection, true)]
    [InlineData("AS held (name", RdsDataApiFaultKind.InternalServerError, false)]
    [InlineData("CREATE TABLE IF NOT EXISTS", RdsDataApiFaultKind.CutConnection, true)]
    [InlineData("current_database()", RdsDataApiFaultKind.ServiceUnavailable, false)]
    [InlineData("FROM \"public\".\"migration_log\"", RdsDataApiFaultKind.CutConnection, true)]
    [InlineData("ALTER TABLE \"public\".\"migration_log\"", RdsDataApiFaultKind.CutConnection, true)]
    [InlineData("SET expires_at", RdsDataApiFaultKind.CutConnection, true)]
    public async Task What_surrounds_the_migrations_is_sent_again(string sql, RdsDataApiFaultKind kind, bool afterActing)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        database.Emulator.Inject(new RdsDataApiFault(kind, afterActing) { SqlContains = sql });

        RunResult result = await RunAsync(database.Sessions(), ("0001_first.sql", "CREATE TABLE t (id int)"));

        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Single(database.Emulator.Calls, call => call.Error is "ConnectionCut" or "InternalServerErrorException" or "ServiceUnavailableError");
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM migration_log_lock WHERE expires_at <= clock_timestamp()"));
    }

    [PostgresFact]
    public async Task The_search_path_holds_for_each_step_of_a_stepwise_migration()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await database.ScalarAsync("CREATE SCHEMA app");
        Write("0001_first.sql", "-- @transaction: none\nCREATE TABLE t (id int); INSERT INTO t VALUES (1) ; SET search_path = public; CREATE TABLE u (id int)");

        RunResult result = await RunAsync(database.Sessions(), new RunOptions { SearchPath = "app", StatementTimeout = TimeSpan.FromMinutes(1) });

        Assert.Equal(MigrationProblemCode.SettingLost, Assert.Single(result.Plan.Problems).Code);
        Write("0001_first.sql", "-- @transaction: none\nCREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE TABLE u (id int)");
        result = await RunAsync(database.Sessions(), new RunOptions { SearchPath = "app", StatementTimeout = TimeSpan.FromMinutes(1) });
        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Equal("3", await database.ScalarAsync("SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relname IN ('t', 'u', 'migration_log')"));
    }

    [PostgresTheory]
    [InlineData(false, "0")]
    [InlineData(true, "1")]
    public async Task A_lone_statement_without_an_answer_stops_the_run_and_is_asked_about_unless_it_is_seen_to_be_done(bool afterActing, string indexes)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        Assert.True((await RunAsync(sessions, ("0001_first.sql", "CREATE TABLE t (id int)"))).Succeeded);
        Write("0002_index.sql", "CREATE INDEX CONCURRENTLY t_idx ON t (id)");
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.CutConnection, afterActing) { SqlContains = "CONCURRENTLY t_idx" });

        RunResult result = await RunAsync(sessions);
        RunResult again = await RunAsync(sessions);

        Assert.Equal(MigrationResultStatus.Unknown, result.Failed!.Status);
        Assert.Contains("-Resume Skip", result.Failed.Failure!.Remedy, StringComparison.Ordinal);
        Assert.Equal(indexes, await database.ScalarAsync("SELECT count(*) FROM pg_class WHERE relname = 't_idx'"));

        // An index that is there is proof; one that is not may still be coming, since the call has no session to ask about.
        Assert.Equal(afterActing, again.Succeeded);
        Assert.Equal(afterActing ? [] : [MigrationProblemCode.UnknownProgress], again.Plan.Problems.Select(problem => problem.Code));
        RunResult resumed = await RunAsync(sessions, new RunOptions { Resume = afterActing ? ResumeChoice.Ask : ResumeChoice.Retry });
        Assert.True(resumed.Succeeded, resumed.Failed?.Failure?.ToString());
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM pg_class WHERE relname = 't_idx'"));
    }

    [PostgresFact]
    public async Task A_lone_statement_that_was_turned_away_is_sent_again()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.Throttle) { SqlContains = "CONCURRENTLY t_idx", Times = 2 });

        RunResult result = await RunAsync(
            database.Sessions(), ("0001_first.sql", "CREATE TABLE t (id int)"), ("0002_index.sql", "CREATE INDEX CONCURRENTLY t_idx ON t (id)"));

        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
    }

    [PostgresFact]
    public async Task A_service_that_keeps_failing_fails_the_migration_and_leaves_nothing()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.InternalServerError) { SqlContains = "CREATE TABLE t ", Times = 100 });

        RunResult result = await RunAsync(database.Sessions(), ("0001_first.sql", "CREATE TABLE t (id int)"));

        Assert.Equal(MigrationResultStatus.Failed, result.Failed!.Status);
        Assert.Contains("InternalServerErrorException", result.Failed.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
        Assert.Equal("failed", await database.ScalarAsync("SELECT status FROM migration_log"));
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task Errors_without_a_state_do_for_everything()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { BareSqlErrors = true });
        ISqlSessionFactory sessions = database.Sessions();

        RunResult first = await RunAsync(sessions, ("0001_first.sql", "CREATE TABLE t (id int)"), ("0002_second.sql", "SELECT oops"));
        Write("0002_second.sql", "INSERT INTO t VALUES (1)");
        RunResult second = await RunAsync(sessions);

        Assert.Equal("Database returned SQL Exception", first.Failed!.Failure!.Error.Message);
        Assert.Null(first.Failed.Failure.Error.SqlState);
        Assert.Equal(1, first.Failed.Failure.StatementNumber);
        Assert.True(second.Succeeded, second.Failed?.Failure?.ToString());
        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM migration_log WHERE status = 'completed'"));
    }

    [PostgresFact]
    public async Task A_deferred_constraint_that_fails_at_commit_fails_the_migration()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);

        RunResult result = await RunAsync(
            database.Sessions(),
            ("0001_first.sql", "CREATE TABLE t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1), (1)"));

        Assert.Equal((MigrationResultStatus.Failed, "23505"), (result.Failed!.Status, result.Failed.Failure!.Error.SqlState));
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_after_which_the_service_is_gone_is_unknown_and_found_out_by_the_next_run(bool afterActing)
    {
        DataApiDatabase gone = await DataApiDatabase.CreateAsync(sandbox);
        Assert.True((await RunAsync(gone.Sessions(), ("0001_first.sql", "CREATE TABLE t (id int)"))).Succeeded);
        Write("0002_second.sql", "INSERT INTO t VALUES (1)");
        gone.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.CutConnection, afterActing) { Operation = RdsDataApiOperation.CommitTransaction });
        foreach (RdsDataApiOperation operation in new[] { RdsDataApiOperation.RollbackTransaction, RdsDataApiOperation.BeginTransaction })
        {
            gone.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.InternalServerError) { Operation = operation, Times = 1_000, Skip = operation == RdsDataApiOperation.BeginTransaction ? 1 : 0 });
        }

        foreach (string query in new[] { "FOR UPDATE", "FROM \"public\".\"migration_log\"" })
        {
            gone.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.ServiceUnavailable) { SqlContains = query, Times = 1_000, Skip = query == "FOR UPDATE" ? 0 : 1 });
        }

        RunResult result = await RunAsync(gone.Sessions());
        await gone.DisposeAsync();

        Assert.Equal(MigrationResultStatus.Unknown, result.Failed!.Status);
        Assert.Equal(SqlOutcome.Unknown, result.Failed.Failure!.Error.Outcome);
        await gone.ScalarAsync("UPDATE migration_log_lock SET expires_at = clock_timestamp()");
        await using DataApiDatabase back = await gone.ReopenAsync(sandbox);
        RunResult next = await RunAsync(back.Sessions());
        Assert.True(next.Succeeded, next.Failed?.Failure?.ToString());
        Assert.Equal(afterActing ? 0 : 1, next.Results.Count);
        Assert.Equal("1", await back.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stepwise_migration_goes_on_where_it_was_when_a_step_got_no_answer(bool afterActing)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        Assert.True((await RunAsync(sessions, ("0001_first.sql", "CREATE TABLE t (id int)"))).Succeeded);
        Write("0002_steps.sql", "-- @transaction: none\nINSERT INTO t VALUES (1); INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)");
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.CutConnection, afterActing)
        {
            Operation = RdsDataApiOperation.CommitTransaction,
            Skip = 2,
        });

        RunResult result = await RunAsync(sessions);

        // Not committed is found out by rolling back, and tried again; committed is for the history to tell.
        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Contains(database.Emulator.Calls, call => call.Error == "ConnectionCut");
        RunResult next = await RunAsync(sessions);
        Assert.True(next.Succeeded, next.Failed?.Failure?.ToString());
        Assert.Equal("1,2,3", await database.ScalarAsync("SELECT string_agg(id::text, ',' ORDER BY id) FROM t"));
    }

    private Task<RunResult> RunAsync(ISqlSessionFactory sessions, params (string Name, string Sql)[] files)
    {
        foreach ((string name, string sql) in files)
        {
            Write(name, sql);
        }

        return RunAsync(sessions, new RunOptions());
    }

    private Task<RunResult> RunAsync(ISqlSessionFactory sessions, RunOptions options) =>
        new MigrationRunner(sessions, new EventList(), TimeProvider.System).RunAsync(MigrationFolder.Read(_folder.FullName), options);

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder.FullName, name), sql);
}
