using Npgsql;
using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

[Collection(DsqlCollection.Name)]
public sealed class DsqlSessionTests(DsqlFixture fixture)
{
    [PostgresTheory]
    [InlineData(DsqlFaultKind.WakingUp)]
    [InlineData(DsqlFaultKind.TooManyConnections)]
    [InlineData(DsqlFaultKind.RateExceeded)]
    public async Task Waits_for_a_cluster_that_cannot_take_a_connection_now(DsqlFaultKind fault)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        simulator.Faults.Add(fault, count: 3);
        var time = new QuickTime();

        await using ISqlSession session = await OpenAsync(simulator, time);

        Assert.Equal(1L, (await OneAsync(session, "SELECT 1")).GetInt64(0));
        Assert.True(time.Waits >= 3);
    }

    [PostgresFact]
    public async Task Waits_no_longer_than_it_may()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        simulator.Faults.Add(DsqlFaultKind.WakingUp, count: 2);
        AuroraDsqlOptions given = simulator.ConnectionOptions();
        var options = new AuroraDsqlOptions
        {
            Endpoint = given.Endpoint,
            Port = given.Port,
            Region = given.Region,
            AccessKeyId = given.AccessKeyId,
            SecretAccessKey = given.SecretAccessKey,
            RootCertificate = given.RootCertificate,
            ResumeTimeout = TimeSpan.Zero,
        };

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => DriverFactory.CreateAuroraDsql(options).OpenAsync());

        Assert.Contains("waking up cluster", error.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(given.SecretAccessKey!, error.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_expired_token_is_replaced_once_and_any_other_denial_is_final()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        simulator.Faults.Add(DsqlFaultKind.SignatureExpired);
        await using (ISqlSession session = await OpenAsync(simulator))
        {
            Assert.True(session.IsConnected);
        }

        simulator.Faults.Add(DsqlFaultKind.SignatureExpired, count: 2);
        SqlFailureException expired = await Assert.ThrowsAsync<SqlFailureException>(() => OpenAsync(simulator));
        Assert.StartsWith("Signature expired. Set this machine's clock", expired.Failure.Hint, StringComparison.Ordinal);

        simulator.Faults.Add(DsqlFaultKind.AccessDenied);
        SqlFailureException denied = await Assert.ThrowsAsync<SqlFailureException>(() => OpenAsync(simulator));
        Assert.Equal("unable to accept connection, access denied", denied.Failure.Message);
        await using ISqlSession next = await OpenAsync(simulator);
        Assert.True(next.IsConnected);
    }

    [PostgresFact]
    public async Task Moves_to_a_new_connection_before_the_old_one_ends_and_takes_its_settings_along()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        var time = new QuickTime();
        await using ISqlSession session = await OpenAsync(simulator, time);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE SCHEMA app"), new SqlCommand("SET search_path = app")));
        long first = (await OneAsync(session, "SELECT pg_backend_pid()")).GetInt64(0);

        time.Jump(TimeSpan.FromMinutes(40));
        Assert.Equal(first, (await OneAsync(session, "SELECT pg_backend_pid()")).GetInt64(0));
        await session.ExecuteAsync(new SqlBatch { Begin = true });
        time.Jump(TimeSpan.FromMinutes(11));
        Assert.Equal(first, (await OneAsync(session, "SELECT pg_backend_pid()")).GetInt64(0));
        await session.ExecuteAsync(new SqlBatch { Commit = true });

        Assert.NotEqual(first, (await OneAsync(session, "SELECT pg_backend_pid()")).GetInt64(0));
        Assert.Equal("app", (await OneAsync(session, "SELECT current_schema()::text")).GetString(0));
        Assert.True(session.RoundTrips >= 8);
    }

    [PostgresFact]
    public async Task A_connection_that_was_cut_while_idle_is_replaced()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        simulator.Faults.Add(DsqlFaultKind.CutBefore);

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)"))));
        Assert.Equal(SqlOutcome.Unknown, error.Failure.Outcome);
        Assert.True(error.Failure.ConnectionLost);
        Assert.False(session.IsConnected);

        Assert.Equal(1L, (await OneAsync(session, "SELECT 1")).GetInt64(0));
        Assert.True(session.IsConnected);
    }

    [PostgresFact]
    public async Task A_refusal_tells_which_command_and_leaves_the_session_usable()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(
            new SqlBatch(new SqlCommand("SELECT 1"), new SqlCommand("SELECT 2"), new SqlCommand("SELECT x FROM (SELECT 1) y")) { Begin = true, Commit = true }));

        Assert.Equal("42703", error.Failure.SqlState);
        Assert.Equal(2, error.Failure.CommandIndex);
        Assert.Equal(8, error.Failure.Position);
        Assert.True(session.InTransaction);
        await session.RollbackAsync();
        Assert.Equal(1L, (await OneAsync(session, "SELECT 1")).GetInt64(0));
    }

    [PostgresFact]
    public async Task Definitions_of_one_batch_go_out_one_by_one()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);

        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)"), new SqlCommand("CREATE TABLE b (id int)")));
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE c (id int)")) { Begin = true, Commit = true });

        Assert.DoesNotContain("BEGIN", simulator.Statements);
        Assert.Equal(3L, (await OneAsync(session, "SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'c')")).GetInt64(0));
    }

    [PostgresFact]
    public async Task Waits_for_an_index_that_the_server_names()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)"), new SqlCommand("CREATE INDEX ASYNC ON a (id)")));

        Assert.True((await OneAsync(session, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id_idx'::regclass")).GetBoolean(0));
    }

    [PostgresFact]
    public async Task A_job_that_was_forgotten_is_told_by_the_catalog()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)")));
        simulator.Faults.HoldJobs = true;
        var waiting = new TaskCompletionSource();
        session.NoticeReceived = _ => waiting.TrySetResult();
        Task build = session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE INDEX ASYNC i ON a (id)")));
        await waiting.Task.WaitAsync(TestLimit.OneWait);

        await BehindAsync(simulator, "REINDEX INDEX i");
        await BehindAsync(simulator, "DELETE FROM sys.sim_jobs");
        await build;
    }

    [PostgresFact]
    public async Task A_job_outlives_the_connection_that_began_it()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE SCHEMA app"), new SqlCommand("SET search_path = app"), new SqlCommand("CREATE TABLE a (id int)")));
        simulator.Faults.Add(DsqlFaultKind.CutBefore, when: sql => sql.Contains("sys.jobs", StringComparison.Ordinal));

        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE INDEX ASYNC i ON a (id)")));

        Assert.True((await OneAsync(session, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.i'::regclass")).GetBoolean(0));
    }

    [PostgresFact]
    public async Task A_question_about_a_job_that_fails_does_not_say_that_the_index_is_not_there()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator, new QuickTime());
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)")));
        simulator.Faults.Add(
            DsqlFaultKind.SchemaConflict, count: OccRetry.MaxCatalogTries, when: sql => sql.Contains("sys.jobs", StringComparison.Ordinal));

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(
            () => session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE INDEX ASYNC i ON a (id)"))));

        Assert.Equal("40001", error.Failure.SqlState);
        Assert.Equal(SqlOutcome.Unknown, error.Failure.Outcome);
        Assert.Equal("i", (await OneAsync(session, "SELECT to_regclass('i')::text")).GetString(0));
    }

    [PostgresFact]
    public async Task IF_NOT_EXISTS_does_not_pass_over_an_invalid_index()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE a (id int)"), new SqlCommand("CREATE INDEX ASYNC i ON a (id)")));
        var again = new SqlBatch(new SqlCommand("CREATE INDEX ASYNC IF NOT EXISTS i ON a (id)"));
        await session.ExecuteAsync(again);

        await BehindAsync(simulator, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(again));

        Assert.Equal("The index i was there already, but is not valid.", error.Failure.Message);
    }

    [PostgresFact]
    public async Task A_job_that_fails_drops_the_index_and_a_failed_validation_stays()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        await session.ExecuteAsync(new SqlBatch(
            new SqlCommand("CREATE SCHEMA app"), new SqlCommand("CREATE TABLE app.a (id int)"), new SqlCommand("INSERT INTO app.a VALUES (-1)"),
            new SqlCommand("ALTER TABLE app.a ADD CONSTRAINT c CHECK (id > 0) NOT VALID")));
        simulator.Faults.Add(DsqlFaultKind.JobFailure, when: name => name == "app.i");

        SqlFailureException index = await Assert.ThrowsAsync<SqlFailureException>(
            () => session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE INDEX ASYNC i ON app.a (id)"))));
        SqlFailureException constraint = await Assert.ThrowsAsync<SqlFailureException>(
            () => session.ExecuteAsync(new SqlBatch(new SqlCommand("ALTER TABLE ASYNC app.a VALIDATE CONSTRAINT c"))));

        Assert.Equal("The index i could not be built: internal error, as asked for.", index.Failure.Message);
        Assert.Equal(SqlOutcome.NotApplied, index.Failure.Outcome);
        Assert.Contains("violated by some row", constraint.Failure.Message, StringComparison.Ordinal);
        SqlRow left = await OneAsync(session, "SELECT to_regclass('app.i')::text, (SELECT convalidated FROM pg_constraint WHERE conname = 'c')");
        Assert.Null(left.Values[0]);
        Assert.False(left.GetBoolean(1));
    }

    [PostgresFact]
    public async Task A_server_that_is_not_who_it_should_be_gets_no_token()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using DsqlSimulator other = await fixture.StartAsync();
        AuroraDsqlOptions right = simulator.ConnectionOptions();
        var options = new AuroraDsqlOptions
        {
            Endpoint = right.Endpoint,
            Port = right.Port,
            Region = right.Region,
            AccessKeyId = right.AccessKeyId,
            SecretAccessKey = right.SecretAccessKey,
            RootCertificate = other.ConnectionOptions().RootCertificate,
        };

        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => DriverFactory.CreateAuroraDsql(options).OpenAsync());

        Assert.True(error.Failure.ConnectionLost);
        Assert.Contains("certificate", error.Failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public async Task A_cancelled_statement_ends_on_the_server()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        using var stop = new CancellationTokenSource();
        Task<SqlRow> sleep = OneAsync(session, "SELECT pg_sleep(600)", stop.Token);
        await TestLimit.UntilAsync(() => simulator.Statements.Contains("SELECT pg_sleep(600)"), "a statement at the simulator");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleep);
        Assert.Equal(1L, (await OneAsync(session, "SELECT 1")).GetInt64(0));
    }

    [PostgresFact]
    public async Task A_time_limit_is_kept_by_the_client()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await OpenAsync(simulator);
        var limit = new SqlCommand("SET statement_timeout = 1000") { Purpose = SqlCommandPurpose.Setting };

        await Assert.ThrowsAsync<SqlFailureException>(() => session.ExecuteAsync(new SqlBatch(limit, new SqlCommand("SELECT pg_sleep(600)"))));

        Assert.DoesNotContain(simulator.Statements, sql => sql.Contains("statement_timeout", StringComparison.Ordinal));
        var none = new SqlCommand("RESET ALL") { Purpose = SqlCommandPurpose.Reset };
        await session.ExecuteAsync(new SqlBatch(none, new SqlCommand("SELECT pg_sleep(1.2)")));
    }

    /// <summary>node-postgres and the AWS signer, neither of them ours.</summary>
    [NodeFact]
    public async Task Independent_clients_agree()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        const string script = """
            const { DsqlSigner } = require("@aws-sdk/dsql-signer");
            const { Client } = require("pg");
            const fs = require("fs");
            (async () => {
                const signer = new DsqlSigner({ hostname: process.env.ENDPOINT, region: process.env.AWS_REGION });
                const client = new Client({ host: process.env.ENDPOINT, port: +process.env.PORT, user: "admin", database: "postgres",
                    password: () => signer.getDbConnectAdminAuthToken(), ssl: { ca: fs.readFileSync(process.env.CA), rejectUnauthorized: true } });
                await client.connect();
                const say = async (sql, values) => {
                    try {
                        const { rows, command } = await client.query(sql, values);
                        console.log(command, JSON.stringify(rows));
                        return rows;
                    } catch (e) { console.log(e.code, e.message); }
                };
                await say("CREATE TABLE a (id int PRIMARY KEY, v jsonb)");
                await say("INSERT INTO a VALUES ($1, $2) RETURNING id", [7, { x: 1 }]);
                await say("CREATE TABLE b (id serial)");
                await say("BEGIN");
                await say("INSERT INTO a VALUES (8, null)");
                await say("CREATE TABLE b (id int)");
                await say("SELECT 1");
                await say("COMMIT");
                const [{ job_id }] = (await client.query("CREATE INDEX ASYNC i ON a (id)")).rows;
                await say(`CALL sys.wait_for_job('${job_id}')`);
                // The job's end changes the catalog. Whether this client meets that (OC001) depends on which of them was first.
                const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass";
                await client.query(valid).catch(e => { if (e.code !== "40001") throw e; });
                await say(valid);
                await say("SELECT count(*)::int AS n FROM a");
                await client.end();
            })().catch(e => { console.error(e); process.exit(1); });
            """;

        string output = await NodePackages.RunAsync(script, new Dictionary<string, string>
        {
            ["ENDPOINT"] = simulator.Endpoint,
            ["PORT"] = simulator.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["CA"] = simulator.RootCertificate,
            ["AWS_REGION"] = simulator.Region,
            ["AWS_ACCESS_KEY_ID"] = simulator.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = simulator.SecretAccessKey,
        });

        Assert.Equal(
            """
            CREATE []
            INSERT [{"id":7}]
            42704 type "serial" does not exist
            BEGIN []
            INSERT []
            0A000 ddl and dml are not supported in the same transaction
            25P02 current transaction is aborted, commands ignored until end of transaction block
            ROLLBACK []
            CALL [{"done":true}]
            SELECT [{"indisvalid":true}]
            SELECT [{"n":1}]
            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n").TrimEnd());
    }

    private static Task<ISqlSession> OpenAsync(DsqlSimulator simulator, TimeProvider? time = null) =>
        DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions(), time).OpenAsync();

    private static async Task<SqlRow> OneAsync(ISqlSession session, string sql, CancellationToken stop = default) =>
        (await session.QueryAsync(new SqlBatch(new SqlCommand(sql)), stop))[0][0];

    private static async Task BehindAsync(DsqlSimulator simulator, string sql)
    {
        await using var connection = new NpgsqlConnection(simulator.BackendConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
