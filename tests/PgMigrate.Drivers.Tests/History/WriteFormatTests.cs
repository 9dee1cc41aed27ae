using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>A run keeps another tool's table.</summary>
[Collection(SandboxCollection.Name)]
public sealed class WriteFormatTests(SandboxFixture fixture)
{
    private const string Journal = """{"entries":[{"when":100,"tag":"1_a"},{"when":200,"tag":"2_b"},{"when":300,"tag":"3_c"}]}""";

    [PostgresTheory]
    [InlineData("PgMigrations", "SELECT name FROM pgmigrations ORDER BY id", "1_a,2_b,3_c")]
    [InlineData("Dbmate", "SELECT version FROM schema_migrations ORDER BY 1", "1,2,3")]
    [InlineData("Diesel", "SELECT version FROM __diesel_schema_migrations ORDER BY 1", "1,2,3")]
    [InlineData("Drizzle", "SELECT created_at FROM drizzle.__drizzle_migrations ORDER BY id", "100,200,300")]
    [InlineData("GolangMigrate", "SELECT version || dirty::text FROM schema_migrations", "3false")]
    [InlineData("Goose", "SELECT version_id FROM goose_db_version ORDER BY id", "0,1,2,3")]
    [InlineData("Sqlx", "SELECT version || description || success FROM _sqlx_migrations ORDER BY version", "1atrue,2btrue,3ctrue")]
    [InlineData("Prisma", "SELECT migration_name || applied_steps_count || (finished_at >= started_at) FROM _prisma_migrations ORDER BY finished_at", "1_a1true,2_b1true,3_c1true")]
    public async Task The_table_is_made_and_kept(string format, string query, string expected)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "CREATE TABLE a (id int);"), ("2_b.sql", "CREATE INDEX CONCURRENTLY i ON a (id);"), ("3_c.sql", "CREATE TABLE c ();"));
        if (format == "Drizzle")
        {
            test.Write("meta/_journal.json", Journal);
        }

        RunResult first = await test.RunAsync(format, new RunOptions { ToVersion = "1" });
        Assert.Equal(MigrationResultStatus.Applied, Assert.Single(first.Results).Status);
        RunResult rest = await test.RunAsync(format);
        Assert.Equal([MigrationResultStatus.Applied, MigrationResultStatus.Applied], rest.Results.Select(result => result.Status));
        Assert.Equal(expected, await test.QueryAsync(query));
        MigrationPlan after = await test.PlanAsync(format);
        Assert.Equal(("", ""), (HistoryCase.Due(after), HistoryCase.Codes(after.Problems)));
        Assert.Equal("a,c", await test.QueryAsync("SELECT relname FROM pg_class WHERE relname IN ('a', 'c', 'migration_log') AND relkind = 'r' ORDER BY 1"));
        Assert.Contains(format, HistoryFormats.Writable);
    }

    [PostgresFact]
    public async Task Flyways_table_is_made_and_kept_with_ranks_and_checksums()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture,
            ("V001__Add_a.sql", "CREATE TABLE a (id int);\n"), ("U001__Add_a.sql", "DROP TABLE a;\n"), ("sub/V1.2__b.sql", "CREATE INDEX CONCURRENTLY i ON a (id);\n"),
            ("V2__no.sql", "CREATE TABLE c (id int);\n"), ("V2__no.sql.conf", "executeInTransaction=false\n"), ("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS x;\n"));
        Assert.Equal(2, (await test.RunAsync("Flyway", new RunOptions { ToVersion = "1.2" })).Results.Count);
        Assert.All((await test.RunAsync("Flyway")).Results, result => Assert.Equal(MigrationResultStatus.Applied, result.Status));
        Assert.Equal(
            "1|001|Add a|SQL|V001__Add_a.sql,2|1.2|b|SQL|sub/V1.2__b.sql,3|2|no|SQL|V2__no.sql,4|-|view|SQL|R__view.sql",
            await test.QueryAsync("SELECT concat_ws('|', installed_rank, coalesce(version, '-'), description, type, script) FROM flyway_schema_history WHERE success AND installed_by = current_user AND execution_time >= 0 ORDER BY 1"));
        Assert.Equal("flyway_schema_history_pk,flyway_schema_history_s_idx", await test.QueryAsync("SELECT indexname FROM pg_indexes WHERE tablename = 'flyway_schema_history' ORDER BY 1"));
        Assert.Equal("", HistoryCase.Due(await test.PlanAsync("Flyway")));

        // A repeatable one that changed is run again, and gets a row of its own.
        test.Write("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS x;\n");
        Assert.Equal("R__view.sql", HistoryCase.Due(await test.PlanAsync("Flyway")));
        await test.RunAsync("Flyway");
        Assert.Equal("", HistoryCase.Due(await test.PlanAsync("Flyway")));
        Assert.Equal("2", await test.QueryAsync("SELECT count(DISTINCT checksum) FROM flyway_schema_history WHERE version IS NULL"));
        test.Write("V001__Add_a.sql", "CREATE TABLE a (id bigint);\n");
        Assert.Equal("ChecksumChanged", HistoryCase.Codes((await test.PlanAsync("Flyway")).Problems));
    }

    [PostgresTheory]
    [InlineData("Flyway", "V1__a.sql", 77433833903597)]
    [InlineData("Prisma", "1_a/migration.sql", 72707369)]
    public async Task The_locks_of_flyway_and_prisma_are_held_while_they_are_kept(string format, string file, long key)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, (file, $"DO $$ BEGIN IF pg_try_advisory_lock({key}) THEN RAISE 'not held'; END IF; END $$;"));
        Assert.Equal(MigrationResultStatus.Applied, Assert.Single((await test.RunAsync(format)).Results).Status);
    }

    [PostgresFact]
    public async Task What_failed_leaves_no_row()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "CREATE TABLE a (id int);"), ("2_b.sql", "CREATE TABLE b (id int); SELECT 1/0;"), ("3_c.sql", "CREATE TABLE c (id int);"));
        RunResult result = await test.RunAsync("Dbmate", layout: "Native");
        Assert.Equal([MigrationResultStatus.Applied, MigrationResultStatus.Failed], result.Results.Select(item => item.Status));
        Assert.Equal("1", await test.QueryAsync("SELECT version FROM schema_migrations"));
        Assert.Equal("2_b.sql 3_c.sql", HistoryCase.Due(await test.PlanAsync("Dbmate", layout: "Native")));

        test.Write("2_b.sql", "-- @transaction: none\nCREATE TABLE b (id int); SELECT 1/0;");
        result = await test.RunAsync("Dbmate", layout: "Native");
        Assert.Equal(MigrationResultStatus.Partial, Assert.Single(result.Results).Status);
        Assert.Contains("public.schema_migrations has no place for that", result.Results[0].Failure!.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", await test.QueryAsync("SELECT version FROM schema_migrations"));
    }

    [PostgresFact]
    public async Task A_late_file_is_out_of_order_and_runs_when_asked()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 2;"), ("3_c.sql", "SELECT 3;"));
        test.Write("meta/_journal.json", Journal);
        await test.ExecuteAsync(HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 100), ('y', 300)");
        MigrationPlan plan = await test.PlanAsync("Drizzle");
        Assert.Equal("OutOfOrder", HistoryCase.Codes(plan.Problems));
        await test.RunAsync("Drizzle", new RunOptions { AllowOutOfOrder = true });
        Assert.Equal("100,300,200", await test.QueryAsync("SELECT created_at FROM drizzle.__drizzle_migrations ORDER BY id"));
    }

    [PostgresFact]
    public async Task A_file_with_the_text_of_another_is_not_taken_for_it()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 1;"), ("3_c.sql", "SELECT 3;"));
        test.Write("meta/_journal.json", Journal);
        await test.RunAsync("Drizzle", new RunOptions { ToVersion = "1" });
        Assert.Equal("2_b.sql 3_c.sql", HistoryCase.Due(await test.PlanAsync("Drizzle")));
    }

    [PostgresFact]
    public async Task A_format_that_is_read_only_or_failed_half_way_is_refused()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        var error = await Assert.ThrowsAsync<HistoryUnusableException>(() => test.RunAsync("EfCore"));
        Assert.Contains("read only", error.Message, StringComparison.Ordinal);
        await test.ExecuteAsync(HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (1, true)");
        error = await Assert.ThrowsAsync<HistoryUnusableException>(() => test.RunAsync("GolangMigrate"));
        Assert.Contains("failed or stopped half-way", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<HistoryUnusableException>(() => test.RunAsync("Dbmate"));
        Assert.Contains("is no history of Dbmate", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_baseline_is_marked_in_the_tools_table()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "CREATE TABLE a ();"), ("2_b.sql", "CREATE TABLE b ();"));
        var options = new BaselineOptions { HistoryFormat = "Goose", ToVersion = "1" };
        var runner = new BaselineRunner(test.Sessions, test, TimeProvider.System);
        Assert.Equal("1_a.sql", Assert.Single(await runner.RunAsync(test.Read("Native"), options)).FileName);
        Assert.Empty(await runner.RunAsync(test.Read("Native"), options));
        Assert.Equal("0,1", await test.QueryAsync("SELECT version_id FROM goose_db_version ORDER BY id"));
        Assert.Equal("2_b.sql", HistoryCase.Due(await test.PlanAsync("Goose", "Native")));
    }

    [PostgresFact]
    public async Task A_row_belongs_to_a_file_as_the_tool_says_and_not_as_we_would()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("7_a.sql", "-- migrate:up\nSELECT 1;"));
        await test.ExecuteAsync(HistoryTables.Dbmate, "INSERT INTO schema_migrations VALUES ('007')");
        MigrationPlan plan = await test.PlanAsync("Dbmate");
        Assert.Equal(("7_a.sql", "MissingFile?"), (HistoryCase.Due(plan), HistoryCase.Codes(plan.Problems)));
        using HistoryCase golang = await HistoryCase.CreateAsync(fixture, ("7_a.sql", "SELECT 1;"));
        await golang.ExecuteAsync(HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (8, true)");
        await Assert.ThrowsAsync<HistoryUnusableException>(() => golang.PlanAsync("GolangMigrate"));
    }

    [PostgresFact]
    public async Task The_lock_of_the_tool_is_held_while_it_runs()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "DO $$ BEGIN IF pg_try_advisory_lock(4097083626) THEN RAISE 'not held'; END IF; END $$;"));
        Assert.Equal(MigrationResultStatus.Applied, Assert.Single((await test.RunAsync("Goose", layout: "Native")).Results).Status);
    }
}
