using System.Diagnostics;
using PgMigrate.Engine.Running;

namespace PgMigrate.Testing.Contracts;

/// <summary>
/// What every <see cref="ISqlSession"/> must do, whatever its target. Derive from it in the tests of a target and give it an empty
/// database. Tables are made by statements of their own, so that a target with one DDL statement a transaction can run all of it.
/// </summary>
public abstract class SessionContract : IAsyncLifetime
{
    /// <summary>Longest wait for something that must happen; only a failing test waits so long.</summary>
    protected static readonly TimeSpan Patience = TestLimit.OneWait;

    private ISqlSessionFactory? _factory;

    /// <summary>The database under test.</summary>
    protected ISqlSessionFactory Factory => _factory ?? throw new InvalidOperationException("Not initialized.");

    public async Task InitializeAsync() => _factory = await CreateFactoryAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Sessions on an empty database of this test's own.</summary>
    protected abstract Task<ISqlSessionFactory> CreateFactoryAsync();

    /// <summary>A statement that runs for about ten minutes unless it is cancelled.</summary>
    protected virtual string SlowStatement => "SELECT pg_sleep(600)";

    [PostgresFact]
    public async Task Says_what_it_is_and_starts_idle()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        Assert.Equal(Factory.Target, session.Target);
        Assert.True(session.IsConnected);
        Assert.False(session.InTransaction);
        Assert.NotEmpty(Factory.Description);
    }

    [PostgresFact]
    public async Task Gives_the_rows_of_each_command_in_order()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand("SELECT 1 AS a, 'x'::text AS b UNION ALL SELECT 2, NULL ORDER BY 1"),
            new SqlCommand("SELECT 3 WHERE false"),
            new SqlCommand("SELECT true")));
        Assert.Equal(3, results.Count);
        Assert.Equal([1, 2], results[0].Select(row => row.GetInt64(0)));
        Assert.Equal(["x", null], results[0].Select(row => row.GetString(1)));
        Assert.Empty(results[1]);
        Assert.True(results[2][0].GetBoolean(0));
    }

    [PostgresFact]
    public async Task Commands_without_a_result_set_give_none()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand("INSERT INTO t VALUES (1)"),
            new SqlCommand("INSERT INTO t VALUES (2) RETURNING id"),
            new SqlCommand("DELETE FROM t WHERE id = 1")));
        Assert.Equal(2, Assert.Single(Assert.Single(results)).GetInt64(0));
    }

    [PostgresFact]
    public async Task Binds_every_type_and_its_null()
    {
        var id = Guid.Parse("0123abcd-4567-89ef-0123-456789abcdef");
        var time = new DateTimeOffset(2024, 2, 29, 23, 59, 58, TimeSpan.Zero);
        await using ISqlSession session = await Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand(
                "SELECT $1::text, $2::int, $3::bigint, $4::boolean, $5::uuid::text, ($6::timestamptz AT TIME ZONE 'UTC')::text",
                SqlParameter.Text("a'b\\c\"d;e\r\nf\t$1 :x ?"),
                SqlParameter.Integer(int.MinValue),
                SqlParameter.BigInt(long.MaxValue),
                SqlParameter.Boolean(true),
                SqlParameter.Uuid(id),
                new SqlParameter(SqlParameterType.TimestampTz, time)),
            new SqlCommand(
                "SELECT $1::text IS NULL, $2::int IS NULL, $3::bigint IS NULL, $4::boolean IS NULL, $5::uuid IS NULL, $6::timestamptz IS NULL",
                SqlParameter.Text(null),
                SqlParameter.Integer(null),
                SqlParameter.BigInt(null),
                SqlParameter.Boolean(null),
                SqlParameter.Uuid(null),
                new SqlParameter(SqlParameterType.TimestampTz, null))));
        SqlRow row = results[0][0];
        Assert.Equal("a'b\\c\"d;e\r\nf\t$1 :x ?", row.GetString(0));
        Assert.Equal(int.MinValue, row.GetInt64(1));
        Assert.Equal(long.MaxValue, row.GetInt64(2));
        Assert.True(row.GetBoolean(3));
        Assert.Equal(id, Guid.Parse(row.GetString(4)!));
        Assert.Equal("2024-02-29 23:59:58", row.GetString(5));
        Assert.All(Enumerable.Range(0, 6), column => Assert.True(results[1][0].GetBoolean(column)));
    }

    [PostgresFact]
    public async Task Text_survives_as_it_is()
    {
        string text = "äöü 漢字 🐘 \u200b ' '' \" \\ \\n $$ ${x} :x :'x' @p ?" + new string('é', 100_000);
        await using ISqlSession session = await Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT $1::text, length($1::text)", SqlParameter.Text(text))));
        Assert.Equal(text, results[0][0].GetString(0));
    }

    [PostgresFact]
    public async Task An_empty_batch_does_nothing()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch());
        Assert.Empty(await session.QueryAsync(new SqlBatch()));
        Assert.False(session.InTransaction);
        Assert.True(session.IsConnected);
    }

    [PostgresFact]
    public async Task Begin_and_commit_keep_all_commands()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)"), new SqlCommand("INSERT INTO t VALUES (2)"))
        {
            Begin = true,
            Commit = true,
        });
        Assert.False(session.InTransaction);
        Assert.Equal(2, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task A_transaction_may_span_batches_and_is_unseen_until_its_commit()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)")) { Begin = true });
        Assert.True(session.InTransaction);
        Assert.Equal(0, await CountAsync("t"));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (2)")));
        Assert.True(session.InTransaction);
        await session.ExecuteAsync(new SqlBatch() { Commit = true });
        Assert.False(session.InTransaction);
        Assert.Equal(2, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task Rollback_keeps_nothing_and_is_harmless_without_a_transaction()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.RollbackAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)")) { Begin = true });
        await session.RollbackAsync();
        Assert.False(session.InTransaction);
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task An_abandoned_transaction_is_not_kept()
    {
        await using (ISqlSession session = await Factory.OpenAsync())
        {
            await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
            await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)")) { Begin = true });
        }

        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task A_failure_names_its_command_and_leaves_the_transaction_to_be_rolled_back()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(
            new SqlCommand("INSERT INTO t VALUES (1)"),
            new SqlCommand("INSERT INTO t VALUES (2)"),
            new SqlCommand("INSERT INTO t VALUES (1)"),
            new SqlCommand("INSERT INTO t VALUES (3)"))
        {
            Begin = true,
            Commit = true,
        });
        Assert.Equal("23505", failure.SqlState);
        Assert.Equal(2, failure.CommandIndex);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        Assert.False(failure.ConnectionLost);
        Assert.Contains("t_pkey", failure.Message, StringComparison.Ordinal);
        Assert.True(session.InTransaction);
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (4)")) { Begin = true, Commit = true });
        Assert.Equal(1, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task A_lone_failing_command_is_not_applied_and_the_session_goes_on()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("SELECT no_such_column FROM pg_class")));
        Assert.Equal("42703", failure.SqlState);
        Assert.Equal(0, failure.CommandIndex);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        Assert.False(session.InTransaction);
        Assert.Equal(7, (await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT 7"))))[0][0].GetInt64(0));
    }

    [PostgresFact]
    public async Task A_long_batch_goes_through_and_its_failure_is_still_named()
    {
        const int Count = 2_500;
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        SqlCommand[] inserts = [.. Enumerable.Range(0, Count).Select(id => new SqlCommand("INSERT INTO t VALUES ($1)", SqlParameter.Integer(id)))];
        await session.ExecuteAsync(new SqlBatch(inserts) { Begin = true, Commit = true });
        Assert.Equal(Count, await CountAsync("t"));

        await session.ExecuteAsync(new SqlBatch(new SqlCommand("DELETE FROM t")) { Begin = true, Commit = true });
        inserts[2_345] = new SqlCommand("INSERT INTO t VALUES (1)");
        SqlFailure failure = await FailAsync(session, new SqlBatch(inserts) { Begin = true, Commit = true });
        Assert.Equal((2_345, "23505"), (failure.CommandIndex, failure.SqlState));
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task A_command_is_sent_whole_whatever_is_in_it()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand("SELECT 'a;b', $$c;d$$, $tag$e;$$;f$tag$, E'g\\';h', ';' -- ; x"),
            new SqlCommand("SELECT ':name @name $1 ? ''', '{\"a\":1}'::text, 5 /* ; /* ; */ ; */ AS \"semi;colon\""),
            new SqlCommand("SELECT $1::text || ';@x' -- $2 ; :y", SqlParameter.Text("@p;"))));
        Assert.Equal(["a;b", "c;d", "e;$$;f", "g';h", ";"], results[0][0].Values);
        Assert.Equal(":name @name $1 ? '", results[1][0].GetString(0));
        Assert.Equal("@p;;@x", results[2][0].GetString(0));
    }

    [PostgresFact]
    public async Task Cancelling_ends_the_statement_on_the_server_and_the_session_can_go_on()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        using var cancel = new CancellationTokenSource();
        Task slow = session.ExecuteAsync(
            new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)"), new SqlCommand(SlowStatement)) { Begin = true, Commit = true }, cancel.Token);
        await WaitUntilRunningAsync(slow);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.WaitAsync(Patience));
        Assert.True(session.IsConnected);
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
        Assert.Equal(1, (await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT 1"))))[0][0].GetInt64(0));
    }

    [PostgresFact]
    public async Task A_token_cancelled_before_sends_nothing()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)")));
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)")), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Factory.OpenAsync(cancelled));
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task Counts_its_round_trips()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        long before = session.RoundTrips;
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT 1")));
        long one = session.RoundTrips;
        Assert.True(one > before);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT 1"), new SqlCommand("SELECT 2")) { Begin = true, Commit = true });
        Assert.True(session.RoundTrips > one);
    }

    /// <summary>Rows of a table, seen from a session of its own.</summary>
    protected async Task<long> CountAsync(string table)
    {
        await using ISqlSession other = await Factory.OpenAsync();
        return (await other.QueryAsync(new SqlBatch(new SqlCommand($"SELECT count(*) FROM {table}"))))[0][0].GetInt64(0);
    }

    /// <summary>Sends a batch that must fail.</summary>
    protected static async Task<SqlFailure> FailAsync(ISqlSession session, SqlBatch batch) =>
        (await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(batch))).Failure;

    /// <summary>Waits until the server shows the slow statement of this database as running.</summary>
    protected virtual async Task WaitUntilRunningAsync(Task running)
    {
        await using ISqlSession other = await Factory.OpenAsync();
        var question = new SqlBatch(new SqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() "
            + "AND (query LIKE '%pg_sleep%' OR query LIKE 'COPY%' OR wait_event = 'PgSleep')"));
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience; await Task.Delay(20))
        {
            Assert.False(running.IsCompleted, $"It ended before it was seen: {running.Exception}");
            if ((await other.QueryAsync(question))[0][0].GetInt64(0) > 0)
            {
                return;
            }
        }

        Assert.Fail("The statement was never seen running.");
    }
}
