using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Migrations that cannot be one transaction.</summary>
[Collection(SandboxCollection.Name)]
public sealed class StepwiseRunTests(SandboxFixture sandbox)
{
    private const string ThreeSteps = """
        CREATE TABLE t (id int);
        CREATE INDEX CONCURRENTLY t_id ON t (id);
        INSERT INTO t VALUES (1);
        INSERT INTO missing VALUES (2);
        """;

    [PostgresFact]
    public async Task Statements_that_refuse_a_transaction_are_run_and_progress_is_recorded()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql",
            "CREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY t_id ON t (id);\nVACUUM t;\nINSERT INTO t VALUES (1);\nDROP INDEX CONCURRENTLY t_id;").ApplyAsync();
        Assert.Equal((TransactionMode.None, 5), (run.Results[0].TransactionMode, run.Results[0].StatementsApplied));
        MigrationLogEntry row = Assert.Single(await database.LogAsync());
        Assert.Equal((MigrationLogStatus.Completed, 5, 5), (row.Status, row.StatementsApplied!.Value, row.StatementsTotal!.Value));
        Assert.Equal([0, 1, 2, 3, 4, 5], database.Observer.Of<RunEvent.Progress>().Select(progress => progress.Applied));
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task A_failure_part_way_keeps_what_was_done_and_the_next_run_goes_on_there()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", ThreeSteps);
        MigrationResult failed = (await database.RunAsync()).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, 3, 4), (failed.Status, failed.StatementsApplied, failed.StatementsTotal));
        Assert.Equal((4, 4, "42P01"), (failed.Failure!.Position!.Value.Line, failed.Failure.StatementNumber!.Value, failed.Failure.Error.SqlState));
        Assert.Contains("3 of 4 statements", failed.Failure.Remedy, StringComparison.Ordinal);
        MigrationLogEntry row = Assert.Single(await database.LogAsync());
        Assert.Equal((MigrationLogStatus.Partial, 3), (row.Status, row.StatementsApplied!.Value));
        Assert.Equal(MigrationState.Partial, Assert.Single((await database.PlanAsync()).Migrations).State);

        await database.ExecuteAsync("CREATE TABLE missing (id int)");
        MigrationResult resumed = Assert.Single((await database.ApplyAsync()).Results);
        Assert.Equal(4, resumed.StatementsApplied);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task A_part_applied_file_that_was_changed_is_not_resumed()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", ThreeSteps).RunAsync();
        RunResult run = await database.Write("0001_a.sql", ThreeSteps.Replace("missing", "t", StringComparison.Ordinal)).RunAsync();
        Assert.Equal(MigrationProblemCode.PartialChanged, Assert.Single(run.Plan.Problems).Code);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task A_failure_at_the_first_statement_leaves_nothing_to_resume()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        MigrationResult failed = (await database.Write("0001_a.sql", "VACUUM nowhere;").RunAsync()).Failed!;
        Assert.Equal(MigrationResultStatus.Failed, failed.Status);
        await database.Write("0001_a.sql", "VACUUM;").ApplyAsync();
        Assert.Equal(["0001_a.sql failed", "0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task An_enum_value_can_be_added_and_used_in_one_file()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_type.sql", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE p (m mood);").ApplyAsync();
        RunResult run = await database.Write("0002_use.sql", "ALTER TYPE mood ADD VALUE 'it''s ok';\nINSERT INTO p VALUES ('it''s ok');").ApplyAsync();
        Assert.Equal(TransactionMode.None, run.Results[0].TransactionMode);
        Assert.Equal("it's ok", await database.ScalarAsync("SELECT m::text FROM p"));

        RunResult unused = await database.Write("0003_add.sql", "ALTER TYPE mood ADD VALUE 'glad';\nINSERT INTO p VALUES ('sad');").ApplyAsync();
        Assert.Equal(TransactionMode.Transactional, unused.Results[0].TransactionMode);
    }

    [PostgresFact]
    public async Task Transaction_none_commits_group_by_group()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", """
            -- @transaction: none
            CREATE TABLE t (id int);
            BEGIN;
            INSERT INTO t VALUES (1);
            INSERT INTO t VALUES (2);
            COMMIT;
            BEGIN;
            INSERT INTO t VALUES (3);
            INSERT INTO t VALUES ('x');
            COMMIT;
            """);
        MigrationResult failed = (await database.RunAsync()).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, 3, 5), (failed.Status, failed.StatementsApplied, failed.StatementsTotal));
        Assert.Equal((9, 5), (failed.Failure!.Position!.Value.Line, failed.Failure.StatementNumber!.Value));
        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task Code_that_commits_by_itself_runs_alone_under_transaction_none()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", """
            -- @transaction: none
            CREATE TABLE t (id int);
            CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO t VALUES (i); COMMIT; END LOOP; END $$;
            CALL fill();
            DO $$ BEGIN INSERT INTO t VALUES (4); COMMIT; END $$;
            """).ApplyAsync();
        Assert.Equal("4", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task Its_own_begin_and_commit_around_the_file_are_one_transaction_with_the_record()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        MigrationResult failed = (await database.Write("0001_a.sql", "BEGIN;\nCREATE TABLE t (id int);\nSELECT broken;\nCOMMIT;").RunAsync()).Failed!;
        Assert.Equal((MigrationResultStatus.Failed, 3), (failed.Status, failed.Failure!.Position!.Value.Line));
        Assert.False(await database.ExistsAsync("t"));
        await database.Write("0001_a.sql", "BEGIN;\nCREATE TABLE t (id int);\nCOMMIT;").ApplyAsync();
        Assert.True(await database.ExistsAsync("t"));
    }

    [PostgresTheory]
    [InlineData("CREATE TABLE t (); COMMIT; CREATE TABLE u ();", MigrationProblemCode.TransactionControl, TransactionMode.Auto)]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;", MigrationProblemCode.TransactionControl, TransactionMode.Auto)]
    [InlineData("CREATE TABLE t (); VACUUM;", MigrationProblemCode.NotTransactional, TransactionMode.Transactional)]
    [InlineData("-- @transaction: none\nBEGIN; VACUUM; COMMIT;", MigrationProblemCode.TransactionControl, TransactionMode.Auto)]
    public async Task What_cannot_be_kept_together_is_refused_before_anything_runs(string sql, MigrationProblemCode expected, TransactionMode mode)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_first.sql", "CREATE TABLE first ();").Write("0002_a.sql", sql).RunAsync(new RunOptions { TransactionMode = mode });
        Assert.Equal(expected, Assert.Single(run.Plan.Problems).Code);
        Assert.Empty(run.Results);
        Assert.False(await database.ExistsAsync("first"));
        Assert.False(await database.ExistsAsync("migration_log"));
    }

    [PostgresFact]
    public async Task A_migration_may_choose_its_isolation()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql",
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE t AS SELECT current_setting('transaction_isolation') AS level;").ApplyAsync();
        Assert.Equal("serializable", await database.ScalarAsync("SELECT level FROM t"));
    }

    [PostgresFact]
    public async Task Skip_goes_on_after_the_statement_in_doubt()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE t (id int);\nVACUUM t;\nINSERT INTO t VALUES (1);");
        ISqlSessionFactory real = database.Factory;
        database.Factory = new WatchedSessionFactory(real)
        {
            After = batch => batch.Commands.Any(command => command.Text.Span.StartsWith("VACUUM"))
                ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
                : Task.CompletedTask,
        };
        await database.RunAsync();
        database.Factory = real;
        await database.ApplyAsync(new RunOptions { Resume = ResumeChoice.Skip });
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresTheory]
    [InlineData("t_id", "t")]
    [InlineData("\"Odd \"\"name\"", "App.\"T; --\"")]
    public async Task An_invalid_index_left_by_a_failure_is_never_taken_for_a_built_one(string index, string table)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE SCHEMA app", $"CREATE TABLE {table} (id int)", $"INSERT INTO {table} VALUES (1), (1)");
        database.Write("0001_a.sql", $"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {index} ON {table} (id);");
        MigrationFailure first = (await database.RunAsync()).Failed!.Failure!;
        Assert.Equal("23505", first.Error.SqlState);
        Assert.Contains("invalid index", first.Remedy, StringComparison.Ordinal);

        await database.ExecuteAsync($"DELETE FROM {table}");
        await database.ApplyAsync();
        Assert.Contains(database.Observer.Of<RunEvent.Message>(), message => message.IsWarning && message.Text.Contains("dropped and built anew", StringComparison.Ordinal));
        Assert.Equal("True", await database.ScalarAsync($"SELECT indisvalid FROM pg_index WHERE indrelid = '{table}'::regclass"));
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task An_invalid_index_that_no_run_of_ours_left_is_not_dropped()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (1)");
        await Assert.ThrowsAsync<SqlFailureException>(() => database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)"));
        database.Write("0001_a.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id ON t (id);");
        MigrationResult failed = (await database.RunAsync()).Failed!;
        Assert.Contains("exists but is invalid", failed.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Contains("DROP INDEX CONCURRENTLY", failed.Failure.Error.Hint, StringComparison.Ordinal);
    }
}
