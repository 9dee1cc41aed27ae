using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

[Collection(SandboxCollection.Name)]
public sealed class LockRetryTests(SandboxFixture sandbox)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [PostgresFact]
    public async Task A_migration_that_does_not_get_a_lock_is_rolled_back_and_tried_again()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "CREATE TABLE a (); ALTER TABLE t ADD COLUMN b int;");
        await using ISqlSession blocker = await BlockAsync(database);

        // The blocker goes away once it has been in the way.
        database.Observer.OnEach = item =>
        {
            if (item is RunEvent.Retrying { Sessions.Count: > 0 })
            {
                blocker.RollbackAsync().GetAwaiter().GetResult();
            }
        };
        await database.ApplyAsync(new RunOptions { LockTimeout = Short, LockRetry = 1000 });
        RunEvent.Retrying first = database.Observer.Of<RunEvent.Retrying>().First();
        Assert.Equal((2, "55P03"), (first.Attempt, first.Failure.SqlState));

        // Whether the first try came to look who is in its way is a matter of the machine's speed.
        RunEvent.Retrying retry = database.Observer.Of<RunEvent.Retrying>().Last();
        BlockingSession seen = Assert.Single(retry.Sessions);
        Assert.Equal(("the blocker", "idle in transaction"), (seen.ApplicationName, seen.State));
        Assert.NotNull(seen.QueryStart);
        Assert.Contains("the blocker", database.Observer.Of<RunEvent.LockBlocked>().First().Sessions[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresTheory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Tries_are_bounded_and_the_failure_says_who_was_in_the_way(int retries)
    {
        string? told = null;
        foreach (int times in (int[])[1, 10, 100])
        {
            // A machine that stands still until the time is over lets nobody look; then there is more time.
            told = await FailAsync(retries, Short * times);
            if (told?.Length > 0)
            {
                break;
            }
        }

        Assert.Contains("application 'the blocker'), idle in transaction", told, StringComparison.Ordinal);
    }

    private async Task<string?> FailAsync(int retries, TimeSpan timeout)
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "CREATE TABLE a ();\nALTER TABLE t ADD COLUMN b int;");
        await using ISqlSession blocker = await BlockAsync(database);
        MigrationResult failed = (await database.RunAsync(new RunOptions { LockTimeout = timeout, LockRetry = retries })).Failed!;
        Assert.Equal((MigrationResultStatus.Failed, "55P03", 2), (failed.Status, failed.Failure!.Error.SqlState, failed.Failure.Position!.Value.Line));
        Assert.Equal(retries, database.Observer.Of<RunEvent.Retrying>().Count());
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal(["0001_a.sql failed"], await database.LogLinesAsync());
        return failed.Failure.Error.Detail;
    }

    [PostgresFact]
    public async Task An_observer_is_told_one_thing_at_a_time()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "LOCK TABLE t; DO $$BEGIN RAISE NOTICE 'free'; END$$;");
        await using ISqlSession blocker = await BlockAsync(database);
        int inside = 0;
        bool together = false;
        database.Observer.OnEach = item =>
        {
            together |= Interlocked.Increment(ref inside) > 1;
            if (item is RunEvent.LockBlocked)
            {
                // The migration goes on while this is being told; its notice must wait.
                blocker.RollbackAsync().GetAwaiter().GetResult();
                SpinWait.SpinUntil(() => Volatile.Read(ref inside) > 1, TimeSpan.FromSeconds(2));
            }

            Interlocked.Decrement(ref inside);
        };

        await database.ApplyAsync(new RunOptions());

        Assert.NotEmpty(database.Observer.Of<RunEvent.LockBlocked>());
        Assert.Contains(database.Observer.Of<RunEvent.ServerMessage>(), message => message.Notice.Message == "free");
        Assert.False(together);
    }

    [PostgresFact]
    public async Task Cancelling_ends_the_pause_between_tries()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "ALTER TABLE t ADD COLUMN b int;");
        await using ISqlSession blocker = await BlockAsync(database);
        using var cancel = new CancellationTokenSource();
        database.Observer.OnEach = item => { if (item is RunEvent.Retrying) { cancel.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => database.RunAsync(new RunOptions { LockTimeout = Short, LockRetry = 1000 }, cancel.Token).WaitAsync(MigrationDatabase.Patience));
        Assert.Equal(MigrationResultStatus.Cancelled, database.Observer.Of<RunEvent.MigrationFinished>().Last().Result.Status);
        Assert.Empty(await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_concurrent_build_that_does_not_get_its_lock_is_tried_again_without_its_leftover()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "CREATE TABLE a ();\nCREATE INDEX CONCURRENTLY t_id ON t (id);");

        // A writer does not hinder the index from being begun, but from being built: the leftover is there at the next try.
        await using ISqlSession blocker = await database.Factory.OpenAsync();
        await blocker.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)")) { Begin = true });
        database.Observer.OnEach = item =>
        {
            if (item is RunEvent.Retrying)
            {
                blocker.RollbackAsync().GetAwaiter().GetResult();
            }
        };
        await database.ApplyAsync(new RunOptions { LockTimeout = Short, LockRetry = 1000 });
        Assert.NotEmpty(database.Observer.Of<RunEvent.Retrying>());
        Assert.Equal("true 1", await database.ScalarAsync("SELECT bool_and(indisvalid)::text || ' ' || count(*) FROM pg_index WHERE indrelid = 't'::regclass"));
    }

    [PostgresFact]
    public async Task Code_that_commits_by_itself_is_not_tried_again()
    {
        using MigrationDatabase database = await BlockedAsync();
        await database.ExecuteAsync("CREATE TABLE done (id int)");
        database.Write("0001_a.sql", "-- @transaction: none\nDO $$BEGIN INSERT INTO done VALUES (1); COMMIT; ALTER TABLE t ADD COLUMN b int; END$$;");
        await using ISqlSession blocker = await BlockAsync(database);
        MigrationResult failed = (await database.RunAsync(new RunOptions { LockTimeout = Short, LockRetry = 3 })).Failed!;
        Assert.Equal("55P03", failed.Failure!.Error.SqlState);
        Assert.Empty(database.Observer.Of<RunEvent.Retrying>());
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM done"));
    }

    [PostgresFact]
    public async Task A_serialization_failure_is_tried_again_without_being_asked_for()
    {
        using MigrationDatabase database = await BlockedAsync();
        await database.ExecuteAsync("CREATE SEQUENCE tries");
        database.Write("0001_a.sql", """
            INSERT INTO t VALUES (1);
            DO $$BEGIN IF nextval('tries') < 3 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; END$$;
            """);
        await database.ApplyAsync();
        Assert.Equal(2, database.Observer.Of<RunEvent.Retrying>().Count());
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task A_deadlock_that_does_not_end_fails_after_a_few_tries()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "DO $$BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END$$;");
        MigrationResult failed = (await database.RunAsync()).Failed!;
        Assert.Equal("40P01", failed.Failure!.Error.SqlState);
        Assert.Equal(3, database.Observer.Of<RunEvent.Retrying>().Count());
    }

    [PostgresFact]
    public async Task A_commit_without_an_answer_is_not_tried_again()
    {
        using MigrationDatabase database = await BlockedAsync();
        database.Write("0001_a.sql", "INSERT INTO t VALUES (1);");
        ISqlSessionFactory real = database.Factory;
        int sent = 0;
        database.Factory = new WatchedSessionFactory(real)
        {
            After = batch => batch.Commands.Any(command => command.Text.Span.StartsWith("INSERT INTO t ")) && ++sent > 0
                ? throw new SqlFailureException(new SqlFailure { Message = "cut", SqlState = "40001", Outcome = SqlOutcome.Unknown })
                : Task.CompletedTask,
        };
        RunResult result = await database.RunAsync(new RunOptions { LockRetry = 5 });
        Assert.Equal(1, sent);
        Assert.Equal(MigrationResultStatus.Applied, Assert.Single(result.Results).Status);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    private async Task<MigrationDatabase> BlockedAsync()
    {
        MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        return database;
    }

    private static async Task<ISqlSession> BlockAsync(MigrationDatabase database)
    {
        ISqlSession session = await database.Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("SET application_name = 'the blocker'")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("LOCK TABLE t")) { Begin = true });
        return session;
    }
}
