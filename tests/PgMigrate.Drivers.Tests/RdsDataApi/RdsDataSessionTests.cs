using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

[Collection(SandboxCollection.Name)]
public sealed class RdsDataSessionTests(SandboxFixture sandbox)
{
    /// <summary>What stops at the lock of <see cref="DataApiDatabase.BlockAsync"/>, as one row.</summary>
    private const string Stop = "(SELECT pg_advisory_xact_lock(7)) stop";

    [PostgresFact]
    public async Task Values_come_as_the_engine_reads_them()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        var id = Guid.NewGuid();

        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(
            "SELECT $1, $2, $3, $4, $5, $6, $7, pg_typeof($2)::text, pg_typeof($6)::text, 1.5::numeric",
            SqlParameter.Text("a:b"), SqlParameter.Integer(1), SqlParameter.BigInt(long.MaxValue), SqlParameter.Boolean(true), SqlParameter.Uuid(id),
            new SqlParameter(SqlParameterType.TimestampTz, new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(2))), SqlParameter.Text(null))));

        Assert.Equal(
            ["a:b", 1L, long.MaxValue, true, id.ToString(), "2024-02-03 02:05:06", null, "integer", "timestamp with time zone", "1.5"],
            results[0][0].Values);
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_has_its_state_place_and_command(bool errorsEndTransactions)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(
            sandbox, new RdsDataApiEmulatorOptions { ErrorsEndTransactions = errorsEndTransactions });
        await using ISqlSession session = await database.Sessions().OpenAsync();
        var batch = new SqlBatch(new SqlCommand("CREATE TABLE t (id int)"), new SqlCommand("SELECT '{1}'::int[] , oops")) { Begin = true, Commit = true };

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(batch))).Failure;

        Assert.Equal(("column \"oops\" does not exist", "42703", 23, 1), (failure.Message, failure.SqlState, failure.Position, failure.CommandIndex));
        Assert.Equal((SqlOutcome.NotApplied, false, false), (failure.Outcome, failure.ConnectionLost, session.InTransaction));
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task Only_settings_that_matter_are_sent_and_only_inside_a_transaction()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        int before = database.Calls.Count;

        await session.QueryAsync(new SqlBatch(
            new SqlCommand("RESET ALL") { Purpose = SqlCommandPurpose.Reset },
            new SqlCommand("SET application_name = 'x'") { Purpose = SqlCommandPurpose.Setting },
            new SqlCommand("SELECT 1")));
        await session.QueryAsync(new SqlBatch(
            new SqlCommand("SET lock_timeout = 5") { Purpose = SqlCommandPurpose.Setting },
            new SqlCommand("SELECT current_setting('lock_timeout')")));

        Assert.Equal(
            ["SELECT 1", "BeginTransaction", "SET LOCAL lock_timeout = 5", "SELECT current_setting('lock_timeout')", "CommitTransaction"],
            database.Calls.Skip(before));
    }

    [PostgresFact]
    public async Task Settings_reach_every_later_transaction_until_they_are_reset()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        var reset = new SqlCommand("RESET ALL") { Purpose = SqlCommandPurpose.Reset };
        var set = new SqlCommand("SET lock_timeout = 5") { Purpose = SqlCommandPurpose.Setting };
        var ask = new SqlCommand("SELECT current_setting('lock_timeout')");
        async Task<string?> AskAsync(params SqlCommand[] commands) =>
            (await session.QueryAsync(new SqlBatch(commands) { Begin = true, Commit = true }))[^1][0].GetString(0);

        Assert.Equal("5ms", await AskAsync(reset, set, ask));
        Assert.Equal("5ms", await AskAsync(ask));
        Assert.Equal("0", await AskAsync(reset, ask));
        Assert.Equal("0", await AskAsync(ask));
    }

    [PostgresFact]
    public async Task A_role_that_was_taken_is_given_back_before_what_follows()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        var own = new SqlCommand("SET LOCAL ROLE NONE") { Purpose = SqlCommandPurpose.OwnIdentity };

        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand("SELECT 1"), own, new SqlCommand("SET ROLE pg_monitor"), own, new SqlCommand("SELECT current_user::text"))
        {
            Begin = true,
            Commit = true,
        });

        Assert.Equal("postgres", results[^1][0].GetString(0));
        Assert.Single(database.Calls, call => call == "SET LOCAL ROLE NONE");
    }

    [PostgresFact]
    public async Task A_long_statement_in_a_transaction_is_watched_to_its_end()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions().OpenAsync();

        await OutliveAsync(database, time, session, new SqlBatch(new SqlCommand($"CREATE TABLE t AS SELECT 1 FROM {Stop}"), new SqlCommand("INSERT INTO t SELECT 2"))
        {
            Begin = true,
            Commit = true,
        });

        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Contains(database.Emulator.Calls, call => call.Error == "StatementTimeoutException");
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_statement_that_fails_in_a_transaction_fails_it(bool errorsEndTransactions)
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(
            sandbox, new RdsDataApiEmulatorOptions { Time = time, ErrorsEndTransactions = errorsEndTransactions });
        await using ISqlSession session = await database.Sessions().OpenAsync();
        var batch = new SqlBatch(new SqlCommand($"SELECT 1 / (count(*) - 1) FROM {Stop}")) { Begin = true, Commit = true };

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(() => OutliveAsync(database, time, session, batch))).Failure;

        Assert.Equal((SqlOutcome.NotApplied, 0), (failure.Outcome, failure.CommandIndex));
        Assert.Contains("failed after that", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task A_long_index_build_is_judged_by_the_catalog()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions().OpenAsync();
        await database.ScalarAsync(
            """
            CREATE FUNCTION slow(v int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN PERFORM pg_advisory_xact_lock(7); RETURN v / (v - 7); END$$;
            CREATE TABLE good AS SELECT 1 AS v UNION ALL SELECT 2; CREATE TABLE bad AS SELECT 2 AS v UNION ALL SELECT 3 UNION ALL SELECT 7
            """);

        await OutliveAsync(database, time, session, new SqlBatch(new SqlCommand("CREATE INDEX CONCURRENTLY good_idx ON public.good (slow(v))")));
        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(
            () => OutliveAsync(database, time, session, new SqlBatch(new SqlCommand("CREATE INDEX CONCURRENTLY \"Bad\" ON bad (slow(v))"))))).Failure;

        Assert.Equal("t", await database.ScalarAsync("SELECT indisvalid::text::char FROM pg_index WHERE indexrelid = 'good_idx'::regclass"));
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        Assert.Contains("\"Bad\" is missing or not valid", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, database.Emulator.Calls.Count(call => call.Error == "StatementTimeoutException"));
    }

    [PostgresTheory]
    [InlineData(1, null)]
    [InlineData(int.MaxValue, SqlOutcome.Unknown)]
    public async Task A_question_about_a_long_index_build_that_fails_does_not_repeat_the_build(int times, SqlOutcome? expected)
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions(patient: expected is null).OpenAsync();
        await database.ScalarAsync(
            """
            CREATE FUNCTION slow(v int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN PERFORM pg_advisory_xact_lock(7); RETURN v; END$$;
            CREATE TABLE good AS SELECT 1 AS v UNION ALL SELECT 2
            """);
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.Throttle) { SqlContains = "SELECT indisvalid FROM", Times = times });

        Task build = OutliveAsync(database, time, session, new SqlBatch(new SqlCommand("CREATE INDEX CONCURRENTLY good_idx ON good (slow(v))")));
        SqlFailure? failure = expected is null ? null : (await Assert.ThrowsAsync<SqlFailureException>(() => build)).Failure;
        await (expected is null ? build : Task.CompletedTask);

        Assert.Equal(expected, failure?.Outcome);
        Assert.Single(database.Calls, call => call.Contains("CREATE INDEX", StringComparison.Ordinal));
        Assert.Equal("t", await database.ScalarAsync("SELECT indisvalid::text::char FROM pg_index WHERE indexrelid = 'good_idx'::regclass"));
    }

    [PostgresFact]
    public async Task A_long_lone_statement_that_the_catalog_does_not_show_is_not_known()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions().OpenAsync();

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(
            () => OutliveAsync(database, time, session, new SqlBatch(new SqlCommand("DO $$BEGIN PERFORM pg_advisory_xact_lock(7); END$$"))))).Failure;

        Assert.Equal(SqlOutcome.Unknown, failure.Outcome);
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '/* pgmigrate%DO %'"));
    }

    [PostgresFact]
    public async Task A_cancelled_statement_ends_on_the_server()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        using var stop = new CancellationTokenSource();
        var batch = new SqlBatch(new SqlCommand("CREATE TABLE t (id int)"), new SqlCommand("SELECT pg_sleep(600)")) { Begin = true, Commit = true };
        Task running = session.ExecuteAsync(batch, stop.Token);
        await TestLimit.UntilAsync(
            async () => await database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(600)'") != "0",
            "a server that runs the statement");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await session.RollbackAsync();

        Assert.True(session.IsConnected);
        Assert.False(session.InTransaction);
        Assert.Equal(0, database.Emulator.OpenTransactions);
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
    }

    [PostgresFact]
    public async Task A_result_over_a_mebibyte_is_read_in_pieces()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using ISqlSession session = await database.Sessions().OpenAsync();
        await database.ScalarAsync("CREATE TABLE big AS SELECT n, repeat('x', 20000) AS text FROM generate_series(1, 300) n");

        var results = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT n, text FROM big WHERE n > $1 ORDER BY n", SqlParameter.Integer(100))));

        Assert.Equal(Enumerable.Range(101, 200).Select(n => (long)n), results[0].Select(row => row.GetInt64(0)));
        Assert.All(results[0], row => Assert.Equal(20_000, row.GetString(1)!.Length));
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task A_paused_database_is_waited_for()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = database.Sessions();
        database.Emulator.Pause(3);
        await using ISqlSession session = await sessions.OpenAsync();
        Assert.Equal(["SELECT 1", "SELECT 1", "SELECT 1", "SELECT 1"], database.Calls);

        var notices = new List<string>();
        session.NoticeReceived = notice => notices.Add(notice.Message);
        database.Emulator.Pause(2);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")) { Begin = true, Commit = true });

        Assert.Equal(2, notices.Count);
        Assert.All(notices, notice => Assert.Contains("wakes up", notice, StringComparison.Ordinal));
        Assert.Equal("t", await database.ScalarAsync("SELECT to_regclass('t')::text"));
    }

    [PostgresFact]
    public async Task A_database_that_does_not_wake_up_in_time_is_an_error()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        database.Emulator.Pause(int.MaxValue);

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(() => database.Sessions(patient: false).OpenAsync())).Failure;

        Assert.Equal((SqlOutcome.NotApplied, true), (failure.Outcome, failure.ConnectionLost));
        Assert.Contains("DatabaseResumingException", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-ResumeTimeout", failure.Hint, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_idle_transaction_is_gone_and_says_so()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions().OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")) { Begin = true });

        // The idle time is counted from when the call has been answered, which the client may learn of first.
        await TestLimit.UntilAsync(() => time.Waiting == 2, "the transaction is idle");
        time.Advance(database.Emulator.Options.IdleTransactionLimit);
        await TestLimit.UntilAsync(() => database.Emulator.OpenTransactions == 0, "an end of the idle transaction");

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(
            () => session.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT 1")) { Commit = true }))).Failure;

        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        await session.RollbackAsync();
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:rds:eu-west-1:1:db:instance")]
    [InlineData("arn:aws:rds:eu-west-1:1:cluster:")]
    public void An_arn_that_is_none_is_refused(string arn) => Assert.Throws<ArgumentException>(
        () => DriverFactory.CreateRdsDataApi(new RdsDataApiOptions { ResourceArn = arn, SecretArn = "s" }));

    [PostgresFact]
    public async Task A_wrong_key_is_an_error_without_the_key()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        ISqlSessionFactory sessions = DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
        {
            ResourceArn = database.Emulator.Options.ResourceArn,
            SecretArn = database.Emulator.Options.SecretArn,
            ServiceUrl = database.Emulator.Endpoint,
            AccessKeyId = database.Emulator.Options.AccessKeyId,
            SecretAccessKey = "hush-hush",
        });

        var error = await Assert.ThrowsAsync<SqlFailureException>(() => sessions.OpenAsync());

        Assert.Contains("InvalidSignatureException", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_an_error_that_names_it()
    {
        ISqlSessionFactory sessions = DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
        {
            ResourceArn = "arn:aws:rds:eu-west-1:1:cluster:c",
            SecretArn = "s",
            ProfileName = "no-such-profile",
        });

        var error = await Assert.ThrowsAsync<SqlFailureException>(() => sessions.OpenAsync());

        Assert.Contains("no-such-profile", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_service_that_is_not_there_is_an_error_after_the_time_given()
    {
        DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await database.DisposeAsync();

        SqlFailure failure = (await Assert.ThrowsAsync<SqlFailureException>(() => database.Sessions(patient: false).OpenAsync())).Failure;

        Assert.Equal((SqlOutcome.NotApplied, true), (failure.Outcome, failure.ConnectionLost));
    }

    [PostgresFact]
    public async Task A_transaction_whose_statement_got_no_answer_is_ended_before_it_is_tried_again()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox, new RdsDataApiEmulatorOptions { Time = time });
        await using ISqlSession session = await database.Sessions().OpenAsync();
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.CutConnection, AfterActing: true) { SqlContains = "pg_sleep" });

        // Cut off after its call's time, while it goes on for ten minutes. A sequence counts the tries, rolled back or not.
        await database.ScalarAsync("CREATE SEQUENCE tries");
        Task running = session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE TABLE t (id int)"), new SqlCommand("SELECT CASE WHEN nextval('tries') = 1 THEN pg_sleep(600) END"))
        {
            Begin = true,
            Commit = true,
        });
        await TestLimit.UntilAsync(
            async () => running.IsCompleted
                || await database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") != "0",
            "a server that runs the statement");
        await EndCallAsync(database, time, inTransaction: true);
        await running;

        Assert.Equal("2", await database.ScalarAsync("SELECT last_value FROM tries"));
        Assert.Equal("t", await database.ScalarAsync("SELECT to_regclass('t')::text"));
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    /// <summary>Runs a batch whose first statement stops at the lock, ends the time of its call, and lets the statement go on when it is watched.</summary>
    private static async Task OutliveAsync(DataApiDatabase database, ManualTime time, ISqlSession session, SqlBatch batch)
    {
        await using Npgsql.NpgsqlConnection blocker = await database.BlockAsync();
        Task running = session.ExecuteAsync(batch);
        await database.WaitUntilBlockedAsync(running);
        int calls = database.Emulator.Calls.Count;
        await EndCallAsync(database, time, batch.Begin);
        await TestLimit.UntilAsync(() => running.IsCompleted || database.Emulator.Calls.Count > calls + 1, "a look at the statement");
        await blocker.CloseAsync();
        await running;
    }

    /// <summary>Lets the time of the one call pass that is under way.</summary>
    private static async Task EndCallAsync(DataApiDatabase database, ManualTime time, bool inTransaction)
    {
        // The call's own, and the one for the life of its transaction.
        await TestLimit.UntilAsync(() => time.Waiting == (inTransaction ? 2 : 1), "the call's time is counted");
        time.Advance(database.Emulator.Options.StatementLimit);
    }
}
