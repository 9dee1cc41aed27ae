using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>A run died during a statement outside a transaction; the next one asks the catalog.</summary>
[Collection(SandboxCollection.Name)]
public sealed class ResumeProbeTests(SandboxFixture sandbox)
{
    private const string Table = "CREATE TABLE t (id int, name text);\n";
    private const string Then = ";\nINSERT INTO t VALUES (1);";

    /// <summary>The server has done it; its answer is lost. The next run sees that and goes on.</summary>
    [PostgresTheory]
    [InlineData("CREATE INDEX CONCURRENTLY t_id ON t (id)")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY \"Odd, name\" ON public.t USING btree (id, \"name\") WHERE id > 0")]
    [InlineData("CREATE INDEX CONCURRENTLY t_low ON t (lower(name))")]
    [InlineData("VACUUM t")]
    [InlineData("REINDEX TABLE CONCURRENTLY t")]
    public async Task What_was_applied_is_not_applied_again(string statement)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await DieAsync(database, Table + statement + Then, statement, done: true);
        await database.ApplyAsync();
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    /// <summary>The statement never reached the server. The next run sees that too.</summary>
    [PostgresTheory]
    [InlineData("CREATE INDEX CONCURRENTLY t_id ON t (id)", "EXISTS (SELECT FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid)")]
    [InlineData("DROP INDEX CONCURRENTLY old", "to_regclass('old') IS NULL")]
    [InlineData("ALTER TABLE parts DETACH PARTITION part CONCURRENTLY", "NOT EXISTS (SELECT FROM pg_inherits)")]
    public async Task What_was_not_applied_is_applied(string statement, string proof)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(
            "CREATE TABLE o (id int)", "CREATE INDEX old ON o (id)", "CREATE TABLE parts (id int) PARTITION BY LIST (id)",
            "CREATE TABLE part PARTITION OF parts FOR VALUES IN (1)");
        await DieAsync(database, Table + statement + Then, statement, done: false);
        await database.ApplyAsync();
        Assert.Equal("True", await database.ScalarAsync($"SELECT {proof}"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task An_added_enum_value_is_seen()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TYPE mood AS ENUM ('sad')", "CREATE TABLE t (m mood)");
        const string Statement = "ALTER TYPE mood ADD VALUE 'it''s ok'";
        await DieAsync(database, Statement + ";\nINSERT INTO t VALUES ('it''s ok');", Statement, done: true);
        await database.ApplyAsync();
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
    }

    [PostgresFact]
    public async Task An_index_that_was_not_built_to_its_end_is_dropped_and_built_anew()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        const string Statement = "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)";
        await DieAsync(database, Table + Statement + Then, Statement, done: false);
        await database.ExecuteAsync("INSERT INTO t VALUES (7), (7)");
        await Assert.ThrowsAsync<SqlFailureException>(() => database.ExecuteAsync(Statement));
        await database.ExecuteAsync("DELETE FROM t");
        await database.ApplyAsync();
        Assert.Equal("True", await database.ScalarAsync("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass"));
    }

    /// <summary>The name is taken by something else: nobody but the user can tell what became of the statement.</summary>
    [PostgresTheory]
    [InlineData("CREATE INDEX t_id ON t (name)")]
    [InlineData("CREATE UNIQUE INDEX t_id ON t (id)")]
    [InlineData("CREATE INDEX t_id ON t (id) WHERE id > 0")]
    [InlineData("CREATE TABLE t2 (id int); CREATE INDEX t_id ON t2 (id)")]
    public async Task Another_index_of_that_name_is_asked_about(string other)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        const string Statement = "CREATE INDEX CONCURRENTLY t_id ON t (id)";
        await DieAsync(database, Table + Statement + Then, Statement, done: false);
        await database.ExecuteAsync(other.Split("; "));
        RunResult asked = await database.RunAsync();
        Assert.Empty(asked.Results);
        Assert.Equal(MigrationProblemCode.UnknownProgress, Assert.Single(asked.Plan.Problems).Code);
    }

    [PostgresFact]
    public async Task Where_nothing_tells_both_answers_are_spelled_out()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN NULL; END'");
        string path = Path.Combine(database.Folder, "0001_a.sql");
        MigrationResult stopped = await DieAsync(database, "-- @transaction: none\n" + Table + "CALL p()" + Then, "CALL p()", done: true);
        string skip = $"Invoke-Migration '{path}' -Resume Skip";
        string retry = $"Invoke-Migration '{path}' -Resume Retry";
        Assert.Equal((2, "CALL p()", 3), (stopped.Failure!.StatementNumber, stopped.Failure.StatementFirstLine, stopped.Failure.Position!.Value.Line));
        Assert.Contains(skip, stopped.Failure.Remedy, StringComparison.Ordinal);
        Assert.Contains(retry, stopped.Failure.Remedy, StringComparison.Ordinal);

        MigrationProblem problem = Assert.Single((await database.RunAsync()).Plan.Problems);
        Assert.Equal((MigrationProblemCode.UnknownProgress, 3), (problem.Code, problem.Position!.Value.Line));
        Assert.Contains("statement 2 (CALL p())", problem.Message, StringComparison.Ordinal);
        Assert.Contains(skip, problem.Remedy, StringComparison.Ordinal);
        Assert.Contains(retry, problem.Remedy, StringComparison.Ordinal);

        // A changed file is not resumed, whatever is said.
        string text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text + "\nSELECT 1;");
        Assert.Equal(MigrationProblemCode.PartialChanged, Assert.Single((await database.RunAsync(new RunOptions { Resume = ResumeChoice.Skip })).Plan.Problems).Code);
        await File.WriteAllTextAsync(path, text);
        await database.ApplyAsync(new RunOptions { Resume = ResumeChoice.Skip });
    }

    [PostgresFact]
    public async Task What_the_migration_had_set_holds_for_the_statements_after_the_stop()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE SCHEMA app");
        await database.Write("0001_a.sql", "-- @transaction: none\nSET search_path = app;\nSELECT broken;\nCREATE TABLE t ();").RunAsync();
        await database.ExecuteAsync("CREATE FUNCTION app.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        Assert.Equal(["0001_a.sql partial"], await database.LogLinesAsync());
        await database.ExecuteAsync("UPDATE migration_log SET statements_applied = 2");
        await database.ApplyAsync();
        Assert.True(await database.ExistsAsync("app.t"));
    }

    private static async Task<MigrationResult> DieAsync(MigrationDatabase database, string sql, string statement, bool done)
    {
        database.Write("0001_a.sql", sql);
        ISqlSessionFactory real = database.Factory;
        var watched = new WatchedSessionFactory(real);
        Func<SqlBatch, Task> cut = batch => batch.Commands.Count == 1 && batch.Commands[0].Text.Span.SequenceEqual(statement)
            ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
            : Task.CompletedTask;
        watched.Before = done ? null : cut;
        watched.After = done ? cut : null;
        database.Factory = watched;
        MigrationResult result = (await database.RunAsync()).Failed!;
        Assert.Equal(MigrationResultStatus.Unknown, result.Status);
        database.Factory = real;
        Assert.Equal(["0001_a.sql running"], await database.LogLinesAsync());
        return result;
    }
}
