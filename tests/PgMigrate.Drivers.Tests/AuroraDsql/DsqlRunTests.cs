using Npgsql;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Whole runs against the simulator.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlRunTests(DsqlFixture fixture)
{
    private static readonly RunOptions Options = new() { ToolVersion = "test" };

    [PostgresFact]
    public async Task Ten_migrations_apply_and_a_second_run_does_nothing()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        MigrationSet set = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, "AuroraDsql", "Shop"));
        Assert.Equal(10, set.Migrations.Count);

        RunResult first = await RunAsync(simulator, set);

        Assert.All(first.Results, result => Assert.True(result.Status == MigrationResultStatus.Applied, result.Failure?.ToString()));
        Assert.Equal(10, first.Results.Count);
        Assert.Equal("4.20", await QueryAsync(simulator, "SELECT reporting.total_of(1)::text"));
        Assert.Equal("2", await QueryAsync(simulator, "SELECT count(*)::text FROM pg_index WHERE NOT indisvalid OR indexrelid IN ('customers_email'::regclass, 'orders_customer'::regclass)"));
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM reporting.runs"));
        IReadOnlyList<MigrationLogEntry> log = await LogAsync(simulator);
        Assert.Equal(10, log.Count);
        Assert.All(log, entry => Assert.Equal(MigrationLogStatus.Completed, entry.Status));
        Assert.All(log, entry => Assert.Equal(entry.StatementsTotal, entry.StatementsApplied));

        long before = simulator.StatementsReceived;
        RunResult second = await RunAsync(simulator, set);
        Assert.Empty(second.Results);
        Assert.True(second.Plan.CanRun);
        Assert.DoesNotContain(simulator.Statements.Skip((int)before), sql => sql.StartsWith("CREATE", StringComparison.Ordinal));
    }

    /// <summary>A run that makes definitions all the time hinders those that wait for its lock; they go on waiting.</summary>
    [PostgresFact]
    public async Task Waiting_for_the_lock_outlasts_a_busy_catalog()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int)");
        Assert.True((await RunAsync(simulator, files.Read())).Succeeded);
        ISqlSessionFactory sessions = DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions(), new QuickTime());
        var observer = new RecordingObserver();
        simulator.Faults.Add(DsqlFaultKind.SchemaConflict, count: 120, when: sql => sql.Contains("migration_log_lock", StringComparison.Ordinal));

        RunResult result = await new MigrationRunner(sessions, observer, TimeProvider.System).RunAsync(files.Read(), Options with { LockTimeout = TestLimit.OneWait });

        Assert.True(result.Succeeded);
        Assert.Contains(observer.Events, item => item is RunEvent.LockWaiting { Holder: "a run that is at work now" });
    }

    [PostgresFact]
    public async Task The_quickstart_for_this_target_passes_its_check_and_applies()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        MigrationSet set = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, "quickstart-dsql"));
        Assert.Equal(10, set.Migrations.Count);
        Assert.All(set.Migrations, migration =>
        {
            LintReport report = Linter.Check(migration, new LintOptions { Target = SqlTarget.AuroraDsql });
            Assert.DoesNotContain(report.Diagnostics, diagnostic => diagnostic.Severity >= LintSeverity.Warning);
        });

        RunResult first = await RunAsync(simulator, set);
        RunResult second = await RunAsync(simulator, set);

        Assert.All(first.Results, result => Assert.True(result.Status == MigrationResultStatus.Applied, result.Failure?.ToString()));
        Assert.Equal(set.Migrations.Select(migration => migration.FileName), first.Results.Select(result => result.FileName));
        Assert.Empty(second.Results);
        Assert.Equal("3", await QueryAsync(simulator, "SELECT count(*)::text FROM open_orders"));
    }

    [PostgresFact]
    public async Task Conflicts_are_retried_and_nothing_is_done_twice()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            "CREATE TABLE counters (id int PRIMARY KEY, n int); INSERT INTO counters VALUES (1, 0);",
            "UPDATE counters SET n = n + 1; BEGIN; UPDATE counters SET n = n + 10; UPDATE counters SET n = n + 100; COMMIT;");
        simulator.Faults.Add(DsqlFaultKind.SchemaConflict, count: 3, when: sql => sql.StartsWith("CREATE TABLE counters", StringComparison.Ordinal));
        simulator.Faults.Add(DsqlFaultKind.Conflict, count: 2, when: sql => sql.Contains("n + 1", StringComparison.Ordinal));
        simulator.Faults.Add(DsqlFaultKind.Conflict, count: 2, when: sql => sql.Contains("n + 100", StringComparison.Ordinal));

        RunResult result = await RunAsync(simulator, files.Read());

        Assert.True(result.Succeeded, result.Results[^1].Failure?.ToString());
        Assert.Equal("111", await QueryAsync(simulator, "SELECT n::text FROM counters"));
    }

    [PostgresFact]
    public async Task A_failed_unique_index_is_dropped_and_reported_and_the_run_goes_on_there_later()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            "CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1); CREATE UNIQUE INDEX ASYNC a_id ON a (id); INSERT INTO a VALUES (2);");
        var observer = new RecordingObserver();

        MigrationResult failed = Assert.Single((await RunAsync(simulator, files.Read(), observer: observer)).Results);

        Assert.Equal(MigrationResultStatus.Partial, failed.Status);
        Assert.Equal(2, failed.StatementsApplied);
        Assert.Equal("23505", failed.Failure!.Error.SqlState);
        Assert.Equal(3, failed.Failure.StatementNumber);
        Assert.Contains("Found duplicate key", failed.Failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("dropped again", failed.Failure.Error.Hint, StringComparison.Ordinal);
        Assert.Contains(observer.Notices, notice => notice.Contains("Index a_id: job", StringComparison.Ordinal));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('a_id')::text"));

        await QueryAsync(simulator, "DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)");
        Assert.True((await RunAsync(simulator, files.Read())).Succeeded);
        Assert.Equal("True", await QueryAsync(simulator, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"));
        Assert.Equal("2", await QueryAsync(simulator, "SELECT count(*)::text FROM a"));
    }

    /// <summary>The cut leaves the row "running"; the catalog tells whether the statement was applied.</summary>
    [PostgresTheory]
    [InlineData(DsqlFaultKind.CutBefore, "CREATE TABLE b")]
    [InlineData(DsqlFaultKind.CutAfter, "CREATE TABLE b")]
    [InlineData(DsqlFaultKind.CutBefore, "ALTER TABLE a ADD")]
    [InlineData(DsqlFaultKind.CutAfter, "ALTER TABLE a ADD")]
    [InlineData(DsqlFaultKind.CutBefore, "CREATE INDEX")]
    [InlineData(DsqlFaultKind.CutAfter, "CREATE INDEX")]
    [InlineData(DsqlFaultKind.CutBefore, "DROP TABLE b")]
    [InlineData(DsqlFaultKind.CutAfter, "DROP TABLE b")]
    [InlineData(DsqlFaultKind.CutAfter, "GRANT")]
    [InlineData(DsqlFaultKind.CutBefore, "INSERT INTO a")]
    [InlineData(DsqlFaultKind.CutAfter, "INSERT INTO a")]
    public async Task A_cut_run_goes_on_where_it_was(DsqlFaultKind fault, string statement)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("""
            CREATE TABLE a (id int);
            CREATE TABLE b (id int);
            ALTER TABLE a ADD COLUMN name text;
            INSERT INTO a (id) VALUES (1);
            CREATE INDEX ASYNC a_name ON a (name);
            GRANT SELECT ON a TO PUBLIC;
            DROP TABLE b;
            INSERT INTO a (id) VALUES (2);
            """);
        simulator.Faults.Add(fault, when: sql => sql.StartsWith(statement, StringComparison.Ordinal));

        MigrationResult cut = Assert.Single((await RunAsync(simulator, files.Read())).Results);
        Assert.NotEqual(MigrationResultStatus.Applied, cut.Status);

        RunResult again = await RunAsync(simulator, files.Read());
        Assert.True(again.Plan.CanRun, string.Join('\n', again.Plan.Problems));
        Assert.True(again.Succeeded, again.Results.Count == 0 ? "nothing ran" : again.Results[^1].Failure?.ToString());
        Assert.Equal("1,2", await QueryAsync(simulator, "SELECT string_agg(id::text, ',' ORDER BY id) FROM a"));
        Assert.Equal("True", await QueryAsync(simulator, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_name'::regclass"));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('b')::text"));
        Assert.Equal(MigrationLogStatus.Completed, Assert.Single(await LogAsync(simulator)).Status);
    }

    [PostgresFact]
    public async Task A_cut_commit_of_rows_is_told_by_the_progress_that_was_part_of_it()
    {
        foreach (DsqlFaultKind fault in new[] { DsqlFaultKind.CutBefore, DsqlFaultKind.CutAfter })
        {
            await using DsqlSimulator simulator = await fixture.StartAsync();
            using var files = new MigrationFiles("CREATE TABLE a (n int)", "INSERT INTO a VALUES (0)", "UPDATE a SET n = n + 1;");
            bool armed = false;
            var observer = new RecordingObserver(told => armed |= told is RunEvent.MigrationStarted { Number: 3 });
            simulator.Faults.Add(fault, when: sql => armed && sql == "COMMIT");

            RunResult cut = await RunAsync(simulator, files.Read(), observer: observer);
            Assert.Equal(MigrationResultStatus.Unknown, cut.Results[^1].Status);

            Assert.True((await RunAsync(simulator, files.Read())).Succeeded);
            Assert.Equal("1", await QueryAsync(simulator, "SELECT n::text FROM a"));
        }
    }

    [PostgresFact]
    public async Task A_run_cancelled_while_an_index_is_built_drops_it()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int);", "CREATE INDEX ASYNC a_id ON a (id);");
        simulator.Faults.HoldJobs = true;
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver(told =>
        {
            if (told is RunEvent.ServerMessage)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(simulator, files.Read(), observer: observer, stop: stop.Token));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('a_id')::text"));

        simulator.Faults.HoldJobs = false;
        Assert.True((await RunAsync(simulator, files.Read())).Succeeded);
    }

    [PostgresFact]
    public async Task A_killed_build_is_begun_anew()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int); CREATE INDEX ASYNC a_id ON a (id); INSERT INTO a VALUES (1);");
        simulator.Faults.HoldJobs = true;
        simulator.Faults.Add(DsqlFaultKind.CutAfter, when: sql => sql.StartsWith("CREATE INDEX", StringComparison.Ordinal));
        Assert.Equal(MigrationResultStatus.Unknown, Assert.Single((await RunAsync(simulator, files.Read())).Results).Status);
        Assert.Equal("False", await QueryAsync(simulator, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"));

        simulator.Faults.HoldJobs = false;
        RunResult again = await RunAsync(simulator, files.Read());

        Assert.True(again.Succeeded, string.Join('\n', again.Plan.Problems) + again.Results.LastOrDefault()?.Failure);
        Assert.Equal("True", await QueryAsync(simulator, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"));
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM a"));
    }

    /// <summary>Nothing of the first run reaches the server any more, as if its process were gone; its lease stays until it runs out.</summary>
    [PostgresFact]
    public async Task A_killed_run_is_resumed_when_its_lease_has_run_out()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO a VALUES (1);", "CREATE TABLE c (id int);");
        bool dead = false;
        simulator.Faults.Add(DsqlFaultKind.CutAfter, when: sql => dead |= sql.StartsWith("CREATE TABLE b", StringComparison.Ordinal));
        simulator.Faults.Add(DsqlFaultKind.CutBefore, count: 1000, when: _ => dead);
        Assert.Equal(MigrationResultStatus.Unknown, Assert.Single((await RunAsync(simulator, files.Read())).Results).Status);
        dead = false;
        await QueryAsync(simulator, "UPDATE migration_log_lock SET expires_at = now() + interval '1 hour' RETURNING 1");

        RunLockedException locked = await Assert.ThrowsAsync<RunLockedException>(
            () => RunAsync(simulator, files.Read(), Options with { RunId = Guid.NewGuid(), LockTimeout = TimeSpan.FromMilliseconds(300) }));
        Assert.Contains("admin", locked.Holder, StringComparison.Ordinal);
        await QueryAsync(simulator, "UPDATE migration_log_lock SET expires_at = now() RETURNING 1");

        RunResult again = await RunAsync(simulator, files.Read());
        Assert.True(again.Succeeded, string.Join('\n', again.Plan.Problems) + again.Results.LastOrDefault()?.Failure);
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM a"));
        Assert.All(await LogAsync(simulator), entry => Assert.Equal(MigrationLogStatus.Completed, entry.Status));
    }

    [PostgresFact]
    public async Task A_run_gets_through_while_others_change_the_catalog()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles([.. Enumerable.Range(1, 8).Select(number => $"CREATE TABLE t{number} (id int); INSERT INTO t{number} VALUES (1);")]);
        using var stop = new CancellationTokenSource();
        Task busy = Task.Run(async () =>
        {
            await using ISqlSession session = await DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()).OpenAsync();

            // So many and no more: a machine so slow that each change hits the same statement again must get through in the end.
            for (int change = 0; change < 40 && !stop.IsCancellationRequested; change++)
            {
                await session.ExecuteAsync(new SqlBatch(new SqlCommand("GRANT USAGE ON SCHEMA public TO PUBLIC")));
                await Task.Delay(50);
            }
        });

        RunResult result = await RunAsync(simulator, files.Read());
        await stop.CancelAsync();
        await busy;

        Assert.True(result.Succeeded, result.Results.LastOrDefault()?.Failure?.ToString());
        Assert.Equal("8", await QueryAsync(simulator, "SELECT count(*)::text FROM migration_log WHERE status = 'completed' AND statements_applied = 2"));
    }

    [PostgresFact]
    public async Task A_statement_of_exactly_3000_rows_runs_without_its_progress_and_a_larger_one_fails()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var fits = new MigrationFiles("CREATE TABLE a (n int); INSERT INTO a SELECT generate_series(1, 3000);");
        Assert.True((await RunAsync(simulator, fits.Read())).Succeeded);
        MigrationLogEntry row = Assert.Single(await LogAsync(simulator));
        Assert.Null(row.ErrorMessage);
        Assert.Equal(2, row.StatementsApplied);

        using var larger = new MigrationFiles("CREATE TABLE a (n int); INSERT INTO a SELECT generate_series(1, 3000);", "INSERT INTO a SELECT generate_series(1, 3001);");
        MigrationResult failed = Assert.Single((await RunAsync(simulator, larger.Read())).Results);
        Assert.Equal(MigrationResultStatus.Failed, failed.Status);
        Assert.Equal("54000", failed.Failure!.Error.SqlState);
        Assert.Equal("3000", await QueryAsync(simulator, "SELECT count(*)::text FROM a"));
    }

    [PostgresFact]
    public async Task What_a_migration_sets_ends_with_it_and_is_made_again_when_it_is_resumed()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            "CREATE SCHEMA app;",
            "SET search_path = app; CREATE TABLE here (id int); INSERT INTO here VALUES (1); INSERT INTO here VALUES (2);",
            "CREATE TABLE there (id int);");
        simulator.Faults.Add(DsqlFaultKind.CutBefore, when: sql => sql == "INSERT INTO here VALUES (2)");

        Assert.False((await RunAsync(simulator, files.Read())).Succeeded);
        RunResult again = await RunAsync(simulator, files.Read());

        Assert.True(again.Succeeded, again.Results.LastOrDefault()?.Failure?.ToString());
        Assert.Equal("2", await QueryAsync(simulator, "SELECT count(*)::text FROM app.here"));
        Assert.Equal("public.there", await QueryAsync(simulator, "SELECT n.nspname || '.' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'there'"));
    }

    [PostgresFact]
    public async Task The_runs_own_settings_reach_every_statement()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE x (id int);", "INSERT INTO x VALUES (1);");
        await QueryAsync(simulator, "CREATE SCHEMA app AUTHORIZATION admin");

        RunResult result = await RunAsync(simulator, files.Read(), Options with
        {
            SearchPath = "app",
            LockTimeout = TimeSpan.FromSeconds(5),
            StatementTimeout = TimeSpan.FromMinutes(1),
        });

        Assert.True(result.Succeeded, result.Results.LastOrDefault()?.Failure?.ToString());
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM app.x"));
        Assert.DoesNotContain(simulator.Statements, sql => sql.StartsWith("RESET", StringComparison.Ordinal) || sql.Contains("timeout", StringComparison.Ordinal));
    }

    [PostgresTheory]
    [InlineData("SAVEPOINT s;", MigrationProblemCode.TransactionControl)]
    [InlineData("BEGIN; CREATE TABLE a (id int); COMMIT;", MigrationProblemCode.TransactionControl)]
    [InlineData("INSERT INTO a VALUES (1); COMMIT;", MigrationProblemCode.TransactionControl)]
    [InlineData("BEGIN; INSERT INTO a VALUES (1);", MigrationProblemCode.TransactionControl)]
    [InlineData("COPY a FROM STDIN;\n1\n\\.\n", MigrationProblemCode.CopyNotSupported)]
    public async Task What_cannot_be_run_is_found_before_anything_is(string sql, MigrationProblemCode code)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE first (id int);", sql);

        RunResult result = await RunAsync(simulator, files.Read());

        Assert.Equal(code, Assert.Single(result.Plan.Problems).Code);
        Assert.Empty(result.Results);
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('first')::text"));
    }

    [PostgresFact]
    public async Task Two_runs_at_once_apply_each_migration_once()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            "CREATE TABLE a (n int); INSERT INTO a VALUES (0);", "UPDATE a SET n = n + 1;", "UPDATE a SET n = n + 1;", "CREATE INDEX ASYNC ON a (n);");

        RunResult[] results = await Task.WhenAll(
            RunAsync(simulator, files.Read()), RunAsync(simulator, files.Read(), Options with { RunId = Guid.NewGuid() }));

        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Equal(4, results.Sum(result => result.Results.Count));
        Assert.Equal("2", await QueryAsync(simulator, "SELECT n::text FROM a"));
    }

    [PostgresFact]
    public async Task A_baseline_marks_and_a_run_goes_on_after_it()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int);", "CREATE TABLE b (id int);", "CREATE TABLE c (id int);");
        var baseline = new BaselineRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), new RecordingObserver(), TimeProvider.System);

        IReadOnlyList<MigrationLogEntry> marked = await baseline.RunAsync(files.Read(), new BaselineOptions { ToVersion = "2" });
        RunResult result = await RunAsync(simulator, files.Read());

        Assert.Equal([MigrationLogStatus.Baseline, MigrationLogStatus.Baseline], marked.Select(entry => entry.Status));
        Assert.Equal(["0003_step.sql"], result.Results.Select(applied => applied.FileName));
        Assert.Equal("c", await QueryAsync(simulator, "SELECT string_agg(relname, ',') FROM pg_class WHERE relname IN ('a', 'b', 'c')"));
    }

    [PostgresFact]
    public async Task A_history_of_the_older_shape_is_adopted_with_its_rows()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        ISqlSessionFactory sessions = DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions());
        await using (ISqlSession session = await sessions.OpenAsync())
        {
            await session.ExecuteAsync(new SqlBatch(
                new SqlCommand("""
                    CREATE TABLE migration_log (id bigint GENERATED BY DEFAULT AS IDENTITY (CACHE 1) PRIMARY KEY, step_number integer NOT NULL,
                        description text NOT NULL, sql_executed text, status varchar(20), error_message text, executed_at timestamptz)
                    """),
                new SqlCommand("INSERT INTO migration_log (step_number, description, status, executed_at) VALUES (1, '0001_step.sql', 'completed', now())")));
        }

        using var files = new MigrationFiles("CREATE TABLE a (id int);", "CREATE TABLE b (id int);");
        RunResult result = await RunAsync(simulator, files.Read());

        Assert.Equal(["0002_step.sql"], result.Results.Select(applied => applied.FileName));
        Assert.True(result.Succeeded, result.Results[0].Failure?.ToString());
        Assert.Equal(["0001_step.sql", "0002_step.sql"], (await LogAsync(simulator)).Select(entry => entry.FileName));
    }

    [PostgresFact]
    public async Task A_planned_run_asks_the_catalog_too_and_changes_nothing()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int); SELECT 1;", "CREATE TABLE b (id int);");
        simulator.Faults.Add(DsqlFaultKind.CutAfter, when: sql => sql.StartsWith("CREATE TABLE a", StringComparison.Ordinal));
        Assert.False((await RunAsync(simulator, files.Read())).Succeeded);
        long before = simulator.StatementsReceived;

        var runner = new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), new RecordingObserver(), TimeProvider.System);
        var plan = await runner.PlanAsync(files.Read(), Options);

        Assert.True(plan.CanRun);
        Assert.Equal([1, 0], plan.Steps.Select(step => step.ResumeAt));
        Assert.All(simulator.Statements.Skip((int)before), sql => Assert.StartsWith("SELECT", sql, StringComparison.Ordinal));
    }

    private static Task<RunResult> RunAsync(
        DsqlSimulator simulator, MigrationSet set, RunOptions? options = null, IRunObserver? observer = null, CancellationToken stop = default) =>
        new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), observer ?? new RecordingObserver(), TimeProvider.System)
            .RunAsync(set, options ?? Options with { RunId = Guid.NewGuid() }, stop);

    private static Task<IReadOnlyList<MigrationLogEntry>> LogAsync(DsqlSimulator simulator) =>
        new MigrationLogReader(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions())).ReadAsync(HistoryTableName.Default);

    /// <summary>Asks the database behind, past the simulator's rules.</summary>
    private static async Task<string?> QueryAsync(DsqlSimulator simulator, string sql)
    {
        await using var connection = new NpgsqlConnection(simulator.BackendConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync()) is { } value and not DBNull ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
