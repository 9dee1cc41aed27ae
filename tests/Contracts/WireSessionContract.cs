using PgMigrate.Engine.Running;

namespace PgMigrate.Testing.Contracts;

/// <summary>
/// What a session over PostgreSQL's own protocol does beyond <see cref="SessionContract"/>: messages, positions, COPY, bodies, time
/// limits and a connection that can be lost.
/// </summary>
public abstract class WireSessionContract : SessionContract
{
    [PostgresFact]
    public async Task Values_keep_their_types()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(
            "SELECT 'x'::text, 1::int, 2::bigint, true, 1.5::float8, 2.5::numeric, '0123abcd-4567-89ef-0123-456789abcdef'::uuid, "
            + "'2024-02-29 12:00:00+00'::timestamptz, '2024-02-29 12:00:00'::timestamp, NULL::int")));
        Assert.Equal(
            [typeof(string), typeof(int), typeof(long), typeof(bool), typeof(double), typeof(decimal), typeof(Guid)],
            results[0][0].Values.Take(7).Select(value => value!.GetType()));
        Assert.True(results[0][0].Values[7] is DateTime { Kind: DateTimeKind.Utc } or DateTimeOffset);
        Assert.IsType<DateTime>(results[0][0].Values[8]);
        Assert.Null(results[0][0].Values[9]);
    }

    [PostgresFact]
    public async Task Rows_of_types_it_does_not_read_are_dropped_unread()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TYPE mood AS ENUM ('sad', 'ok')")));
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("SELECT 'ok'::mood, ARRAY[1,2], ARRAY['ok'::mood], ROW(1,'x'), int4range(1,5), '{}'::jsonb, '1 day'::interval, point(1,2)"),
            new SqlCommand("SELECT 'infinity'::timestamptz, 'NaN'::numeric, '1e1000'::numeric, '4713-01-01 BC'::date, B'101', '\\x00'::bytea")));
        Assert.True(session.IsConnected);
    }

    [PostgresFact]
    public async Task An_error_has_its_position_in_code_points()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        SqlFailure failure = await FailAsync(session, new SqlBatch(
            new SqlCommand("SELECT 1"),
            new SqlCommand("SELECT '🐘é',\r\n  no_such_thing")));
        Assert.Equal("42703", failure.SqlState);
        Assert.Equal(1, failure.CommandIndex);

        // SELECT '🐘é',⏎⏎␣␣n: the elephant counts once.
        Assert.Equal(17, failure.Position);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
    }

    [PostgresFact]
    public async Task An_error_inside_a_function_tells_where_and_has_no_position_of_ours()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        SqlFailure failure = await FailAsync(session, new SqlBatch(
            new SqlCommand("SELECT 1"),
            new SqlCommand("DO $$ BEGIN\n  EXECUTE 'SELECT broken FROM nowhere';\nEND $$")));
        Assert.Equal("42P01", failure.SqlState);
        Assert.Equal(1, failure.CommandIndex);
        Assert.Null(failure.Position);
        Assert.Contains("inline_code_block line 2", failure.Where, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_error_has_detail_and_hint()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand(
            "DO $$ BEGIN RAISE EXCEPTION 'no %', 'way' USING ERRCODE = 'ZX042', DETAIL = 'the detail', HINT = 'the hint'; END $$")));
        Assert.Equal(("no way", "ZX042", "the detail", "the hint"), (failure.Message, failure.SqlState, failure.Detail, failure.Hint));
    }

    [PostgresFact]
    public async Task A_failing_commit_is_blamed_on_no_command()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t DEFERRABLE INITIALLY DEFERRED)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1, 99)")) { Begin = true, Commit = true });
        Assert.Equal("23503", failure.SqlState);
        Assert.Null(failure.CommandIndex);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        List<SqlNotice> notices = Listen(session);
        await session.RollbackAsync();
        Assert.Empty(notices);
        Assert.False(session.InTransaction);
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task Messages_arrive_in_order_with_all_they_say()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        List<SqlNotice> notices = Listen(session);
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("DO $$ BEGIN RAISE NOTICE 'first'; RAISE WARNING 'second' USING DETAIL = 'd', HINT = 'h', ERRCODE = '01ABC'; END $$"),
            new SqlCommand("DROP TABLE IF EXISTS nowhere")));
        Assert.Equal(["NOTICE first", "WARNING second"], notices.Take(2).Select(notice => $"{notice.Severity} {notice.Message}"));
        Assert.Equal(("01ABC", "d", "h"), (notices[1].SqlState, notices[1].Detail, notices[1].Hint));
        Assert.Contains("nowhere", Assert.Single(notices.Skip(2)).Message, StringComparison.Ordinal);

        session.NoticeReceived = null;
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("DROP TABLE IF EXISTS nowhere")));
        Assert.Equal(3, notices.Count);
    }

    [PostgresFact]
    public async Task Bodies_with_semicolons_stay_whole()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE TABLE t (id int PRIMARY KEY)"),
            new SqlCommand("CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n; SELECT n * 2; END"),
            new SqlCommand("CREATE PROCEDURE fill(n int) LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (n); INSERT INTO t VALUES (n + 1); END"),
            new SqlCommand("CREATE FUNCTION named(\"@a\" int) RETURNS int LANGUAGE plpgsql AS $body$ DECLARE x int := 1; BEGIN x := x + \"@a\"; RETURN x; END; $body$"),
            new SqlCommand("CREATE RULE two AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2)"))
        {
            Begin = true,
            Commit = true,
        });
        var results = await session.QueryAsync(new SqlBatch(
            new SqlCommand("CALL fill(10)"), new SqlCommand("SELECT twice(21), named(2), (SELECT count(*) FROM t)")));
        Assert.Equal((42L, 3L, 2L), (results[^1][0].GetInt64(0), results[^1][0].GetInt64(1), results[^1][0].GetInt64(2)));
    }

    [PostgresFact]
    public async Task Statements_that_refuse_a_transaction_can_be_sent_alone()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE INDEX CONCURRENTLY t_id ON t (id)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("VACUUM t")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("VACUUM t")) { Begin = true, Commit = true });
        Assert.Equal("25001", failure.SqlState);
    }

    [PostgresFact]
    public async Task A_time_limit_ends_the_statement_and_nothing_else()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("INSERT INTO t VALUES (1)"), new SqlCommand(SlowStatement))
        {
            Begin = true,
            Commit = true,
            Timeout = TimeSpan.FromSeconds(1),
        });
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        Assert.False(failure.ConnectionLost);
        Assert.Equal("57014", failure.SqlState);
        Assert.Contains("1 s", failure.Message, StringComparison.Ordinal);
        Assert.True(session.IsConnected);
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("INSERT INTO t VALUES (2)")));
        Assert.Equal(1, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task The_servers_own_time_limit_is_a_plain_failure()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("SET statement_timeout = 2000")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("SELECT 1"), new SqlCommand(SlowStatement)));
        Assert.Equal(("57014", 1, SqlOutcome.NotApplied, false),
            (failure.SqlState, failure.CommandIndex, failure.Outcome, failure.ConnectionLost));
    }

    [PostgresTheory]
    [InlineData(false, false, SqlOutcome.Unknown)]
    [InlineData(true, false, SqlOutcome.NotApplied)]
    [InlineData(true, true, SqlOutcome.Unknown)]
    public async Task A_lost_connection_says_what_is_certain(bool begin, bool commit, SqlOutcome expected)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        Task<SqlFailure> slow = FailAsync(session, new SqlBatch(new SqlCommand("SELECT 1"), new SqlCommand(SlowStatement)) { Begin = begin, Commit = commit });
        await WaitUntilRunningAsync(slow);
        await CutAsync();
        SqlFailure failure = await slow.WaitAsync(Patience);
        Assert.True(failure.ConnectionLost);
        Assert.Equal(expected, failure.Outcome);
        Assert.False(session.IsConnected);
        await session.RollbackAsync();
        Assert.False(session.InTransaction);
        SqlFailure later = await FailAsync(session, new SqlBatch(new SqlCommand("SELECT 1")));
        Assert.True(later.ConnectionLost);
    }

    [PostgresFact]
    public async Task Copies_data_in_between_commands()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE TABLE t (id int, name text)"),
            new SqlCommand("COPY t FROM STDIN") { CopyData = "1\ta;b\n2\t\\N\n3\t🐘 \\t \\\\ '\n".AsMemory() },
            new SqlCommand("UPDATE t SET name = 'null' WHERE name IS NULL"),
            new SqlCommand("COPY t (id) FROM STDIN WITH (FORMAT csv)") { CopyData = "4\r\n5\r\n".AsMemory() },
            new SqlCommand("COPY t FROM STDIN") { CopyData = "".AsMemory() })
        {
            Begin = true,
            Commit = true,
        });
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT name FROM t ORDER BY id")));
        Assert.Equal(["a;b", "null", "🐘 \t \\ '", null, null], results[0].Select(row => row.GetString(0)));
    }

    [PostgresTheory]
    [InlineData("COPY t FROM STDIN", "22P02")]
    [InlineData("COPY nowhere FROM STDIN", "42P01")]
    [InlineData("COPY t FROM STDIN WITH (FORMAT binary)", null)]
    public async Task Bad_copy_data_fails_its_command_and_keeps_nothing(string copy, string? sqlState)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(
            new SqlCommand("INSERT INTO t VALUES (1)"),
            new SqlCommand(copy) { CopyData = ("1\n2\nx\n" + string.Concat(Enumerable.Repeat("4\n", 200_000))).AsMemory() },
            new SqlCommand("INSERT INTO t VALUES (5)"))
        {
            Begin = true,
            Commit = true,
        });
        Assert.Equal(1, failure.CommandIndex);
        Assert.Equal(sqlState, failure.SqlState ?? sqlState);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        await session.RollbackAsync();
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task Bad_copy_data_tells_the_line()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(new SqlCommand("COPY t FROM STDIN") { CopyData = "1\nx\n".AsMemory() }));
        Assert.Contains("line 2", failure.Where, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("t"));
        Assert.Equal(1, (await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT 1"))))[0][0].GetInt64(0));
    }

    [PostgresFact]
    public async Task A_cancelled_copy_keeps_nothing_even_outside_a_transaction()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE TABLE t (id int)"),
            new SqlCommand("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END $$"),
            new SqlCommand("CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()")));
        using var cancel = new CancellationTokenSource();
        string data = string.Concat(Enumerable.Repeat("1234567\n", 2_000_000));
        Task copy = session.ExecuteAsync(new SqlBatch(new SqlCommand("COPY t FROM STDIN") { CopyData = data.AsMemory() }), cancel.Token);
        await WaitUntilRunningAsync(copy);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy.WaitAsync(Patience));
        Assert.Equal(0, await CountAsync("t"));
    }

    [PostgresFact]
    public async Task Copying_out_is_refused_as_a_failure_of_its_command()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE t (id int)")));
        SqlFailure failure = await FailAsync(session, new SqlBatch(
            new SqlCommand("INSERT INTO t VALUES (1)"), new SqlCommand("COPY t TO STDOUT")) { Begin = true, Commit = true });
        Assert.Contains("COPY", failure.Message, StringComparison.Ordinal);

        // The COMMIT is on its way already, so the session must not promise that nothing was kept.
        Assert.Equal(SqlOutcome.Unknown, failure.Outcome);
    }

    [PostgresFact]
    public async Task One_batch_is_one_round_trip()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        long before = session.RoundTrips;
        await session.ExecuteAsync(new SqlBatch([.. Enumerable.Range(0, 100).Select(number => new SqlCommand($"SELECT {number}"))]) { Begin = true, Commit = true });
        Assert.Equal(before + 1, session.RoundTrips);
    }

    /// <summary>Ends the server processes of all other sessions on the database.</summary>
    protected async Task CutAsync()
    {
        await using ISqlSession other = await Factory.OpenAsync();
        await other.ExecuteAsync(new SqlBatch(new SqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")));
    }

    private static List<SqlNotice> Listen(ISqlSession session)
    {
        var notices = new List<SqlNotice>();
        session.NoticeReceived = notices.Add;
        return notices;
    }
}
