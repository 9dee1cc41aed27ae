using PgMigrate.Engine.History.Comparing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>The tool itself applies half and we the rest, and the other way round; each then finds nothing to do.</summary>
[Collection(SandboxCollection.Name)]
public sealed class RealToolTests(SandboxFixture fixture, NpmToolsFixture tools) : IClassFixture<NpmToolsFixture>
{
    private const string DrizzleScript = """
        import { drizzle } from 'drizzle-orm/node-postgres';
        import { migrate } from 'drizzle-orm/node-postgres/migrator';
        import pg from 'pg';
        const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
        await migrate(drizzle({ client: pool }), { migrationsFolder: '.' });
        await pool.end();
        """;

    [NpmToolsFact]
    public async Task Dbmate()
    {
        (string Name, string Text)[] files =
        [
            ("10_a.sql", "-- first\n-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n"),
            ("11_b.sql", "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (id);\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY i;\n"),
            ("20240101000000_c.sql", "-- migrate:up\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n-- migrate:down\nDROP FUNCTION f();\n"),
            ("9_last.sql", "-- migrate:up\nCREATE TABLE last ();\n-- migrate:down\nDROP TABLE last;\n"),
        ];
        string[] up = ["--migrations-dir", ".", "--no-dump-schema", "up"];
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, files[..2]);
        await tools.ToolAsync(test, "dbmate", up);
        test.Write(files[2].Name, files[2].Text);
        test.Write(files[3].Name, files[3].Text);
        Assert.Equal("20240101000000_c.sql 9_last.sql", HistoryCase.Due(await test.PlanAsync("Dbmate")));
        await Applied(test, "Dbmate", 2);
        string status = await tools.ToolAsync(test, "dbmate", "--migrations-dir", ".", "status");
        Assert.Contains("Applied: 4", status, StringComparison.Ordinal);
        Assert.Contains("Pending: 0", status, StringComparison.Ordinal);
        await tools.ToolAsync(test, "dbmate", up);
        await tools.ToolAsync(test, "dbmate", "--migrations-dir", ".", "--no-dump-schema", "rollback");
        Assert.Equal("10,11,20240101000000", await test.QueryAsync("SELECT version FROM schema_migrations ORDER BY 1"));

        using HistoryCase other = await HistoryCase.CreateAsync(fixture, files);
        await Applied(other, "Dbmate", 2, new RunOptions { ToVersion = "11" });
        await tools.ToolAsync(other, "dbmate", up);
        Assert.Equal("", HistoryCase.Due(await other.PlanAsync("Dbmate")));
        Assert.Equal(4, (await other.TakeOverAsync("Auto")).Count);
    }

    [NpmToolsFact]
    public async Task Dbmate_fails_on_a_second_block_and_we_refuse_it()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;\n"));
        Assert.Contains("schema_migrations_pkey", await tools.FailureAsync(test, "dbmate", "--migrations-dir", ".", "--no-dump-schema", "up"), StringComparison.Ordinal);
        Assert.Equal("InvalidLayout", HistoryCase.Codes(test.Read().Problems));
    }

    /// <summary>The tool applies all, we take two back; it finds those pending, applies them again, and takes back what we applied.</summary>
    [NpmToolsFact]
    public async Task Dbmate_goes_on_after_our_undo()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture,
            ("10_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n"),
            ("11_b.sql", "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (id);\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY i;\n"),
            ("9_last.sql", "-- migrate:up\nCREATE TABLE last ();\n-- migrate:down\nDROP TABLE last;\n"));
        string[] up = ["--migrations-dir", ".", "--no-dump-schema", "up"];
        await tools.ToolAsync(test, "dbmate", up);
        string before = await SchemaAsync(test);
        await Undone(test, "Dbmate", 2);
        Assert.Equal("10", await test.QueryAsync("SELECT version FROM schema_migrations"));
        string status = await tools.ToolAsync(test, "dbmate", "--migrations-dir", ".", "status");
        Assert.Contains("Applied: 1", status, StringComparison.Ordinal);
        Assert.Contains("Pending: 2", status, StringComparison.Ordinal);
        await tools.ToolAsync(test, "dbmate", up);
        Assert.Equal(before, await SchemaAsync(test));
        await Undone(test, "Dbmate", 3);
        await Applied(test, "Dbmate", 3);
        Assert.Equal(before, await SchemaAsync(test));
        await tools.ToolAsync(test, "dbmate", "--migrations-dir", ".", "--no-dump-schema", "rollback");
        Assert.Equal("10,11", await test.QueryAsync("SELECT version FROM schema_migrations ORDER BY 1"));
    }

    [NpmToolsFact]
    public async Task Node_pg_migrate_goes_on_after_our_undo()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture,
            ("001_a.sql", "-- Up Migration\nCREATE TABLE a (id int);\n-- Down Migration\nDROP TABLE a;\n"),
            ("002_b.sql", "-- Up Migration\nCREATE INDEX i ON a (id);\n-- Down Migration\nDROP INDEX i;\n"),
            ("003_c.sql", "-- Up Migration\nCREATE TABLE c (id int);\n-- Down Migration\nDROP TABLE c;\n"));
        await tools.ToolAsync(test, "node-pg-migrate", "up", "-m", ".");
        string before = await SchemaAsync(test);
        await Undone(test, "PgMigrations", 2);
        Assert.Equal("001_a", await test.QueryAsync("SELECT name FROM pgmigrations"));
        await tools.ToolAsync(test, "node-pg-migrate", "up", "-m", ".");
        Assert.Equal(before, await SchemaAsync(test));
        await Undone(test, "PgMigrations", 3);
        await Applied(test, "PgMigrations", 3);
        Assert.Contains("No migrations to run", await tools.ToolAsync(test, "node-pg-migrate", "up", "-m", "."), StringComparison.Ordinal);
        Assert.Equal(before, await SchemaAsync(test));
        await tools.ToolAsync(test, "node-pg-migrate", "down", "-m", ".");
        Assert.Equal("001_a,002_b", await test.QueryAsync("SELECT name FROM pgmigrations ORDER BY id"));
    }

    [NpmToolsFact]
    public async Task Node_pg_migrate()
    {
        (string, string)[] files =
        [
            ("9_first.sql", "-- Up Migration\nCREATE TABLE first (id int);\n-- Down Migration\nDROP TABLE first;\n"),
            ("010_b.sql", "CREATE TABLE b (id int);\n"),
            ("010_a2.sql", "CREATE TABLE a2 (id int);\n"),
            ("010_a10.sql", "CREATE TABLE a10 (id int);\n"),
            ("20231231000000000_utc.sql", "-- Up Migration\nCREATE TABLE utc (id int);\n"),
            ("1704067200000_ms.sql", "-- Up Migration\nCREATE TABLE ms (id int);\n-- Down Migration\nDROP TABLE ms;\n"),
        ];
        string[] up = ["up", "-m", ".", "--verbose", "false"];
        using HistoryCase theirs = await HistoryCase.CreateAsync(fixture, files);
        await tools.ToolAsync(theirs, "node-pg-migrate", up);
        string order = await theirs.QueryAsync("SELECT name FROM pgmigrations ORDER BY id");
        Assert.Equal("9_first,010_a2,010_a10,010_b,20231231000000000_utc,1704067200000_ms", order);
        Assert.Equal("", HistoryCase.Due(await theirs.PlanAsync("PgMigrations", "NodePgMigrate")));
        Assert.Equal(6, (await theirs.TakeOverAsync("PgMigrations")).Count);

        using HistoryCase half = await HistoryCase.CreateAsync(fixture, files);
        await tools.ToolAsync(half, "node-pg-migrate", "up", "3", "-m", ".");
        await Applied(half, "PgMigrations", 3);
        Assert.Equal(order, await half.QueryAsync("SELECT name FROM pgmigrations ORDER BY run_on, id"));
        Assert.Contains("No migrations to run", await tools.ToolAsync(half, "node-pg-migrate", "up", "-m", "."), StringComparison.Ordinal);
        await tools.ToolAsync(half, "node-pg-migrate", "down", "-m", ".");
        Assert.Equal("1704067200000_ms.sql", HistoryCase.Due(await half.PlanAsync("PgMigrations", "NodePgMigrate")));

        using HistoryCase other = await HistoryCase.CreateAsync(fixture, files);
        await Applied(other, "PgMigrations", 2, new RunOptions { ToVersion = "010_a2.sql" });
        await tools.ToolAsync(other, "node-pg-migrate", up);
        Assert.Equal(order, await other.QueryAsync("SELECT name FROM pgmigrations ORDER BY run_on, id"));
    }

    [NpmToolsFact]
    public async Task Drizzle()
    {
        (string Name, string Text)[] files =
        [
            ("0000_a.sql", "CREATE TABLE \"a\" (\"id\" int)\n--> statement-breakpoint\nCREATE TABLE \"b\" (\"é\" int);--> statement-breakpoint\nINSERT INTO a VALUES (1);"),
            ("0001_c.sql", "\uFEFF-- with a mark\r\nCREATE TABLE c (id int);\r\n"),
            ("0002_d.sql", "CREATE TABLE d (id int);"),
            ("0003_e.sql", "CREATE TABLE e (id int);"),
        ];
        using HistoryCase theirs = await HistoryCase.CreateAsync(fixture, files);
        Journal(theirs, ("0000_a", 100), ("0001_c", 200), ("0002_d", 300), ("0003_e", 400));
        theirs.Write("0001_c.sql", files[1].Text[1..]);
        await tools.ScriptAsync(theirs, DrizzleScript);
        const string Rows = "SELECT created_at || ' ' || hash FROM drizzle.__drizzle_migrations ORDER BY id";
        string rows = await theirs.QueryAsync(Rows);
        Assert.Equal("", HistoryCase.Due(await theirs.PlanAsync("Drizzle")));
        Assert.Equal(4, (await theirs.TakeOverAsync("Drizzle")).Count);

        using HistoryCase half = await HistoryCase.CreateAsync(fixture, files);
        half.Write("0001_c.sql", files[1].Text[1..]);
        Journal(half, ("0000_a", 100), ("0001_c", 200));
        await tools.ScriptAsync(half, DrizzleScript);
        Journal(half, ("0000_a", 100), ("0001_c", 200), ("0002_d", 300), ("0003_e", 400));
        await Applied(half, "Drizzle", 2);
        Assert.Equal(rows, await half.QueryAsync(Rows));
        await tools.ScriptAsync(half, DrizzleScript);
        Assert.Equal(rows, await half.QueryAsync(Rows));

        using HistoryCase other = await HistoryCase.CreateAsync(fixture, files);
        other.Write("0001_c.sql", files[1].Text[1..]);
        Journal(other, ("0000_a", 100), ("0001_c", 200), ("0002_d", 300), ("0003_e", 400));
        await Applied(other, "Drizzle", 2, new RunOptions { ToVersion = "1" });
        await tools.ScriptAsync(other, DrizzleScript);
        Assert.Equal(rows, await other.QueryAsync(Rows));
    }

    [NpmToolsFact]
    public async Task Drizzle_skips_a_late_file_and_we_say_so()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("0000_a.sql", "CREATE TABLE a ();"), ("0001_b.sql", "CREATE TABLE b ();"), ("0002_late.sql", "CREATE TABLE late ();"));
        Journal(test, ("0000_a", 100), ("0001_b", 300));
        await tools.ScriptAsync(test, DrizzleScript);
        Journal(test, ("0000_a", 100), ("0001_b", 300), ("0002_late", 200));
        await tools.ScriptAsync(test, DrizzleScript);
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename = 'late'"));
        Assert.Equal("SkippedByTool? SkippedByTool?", HistoryCase.Codes((await test.PlanTakeOverAsync("Drizzle")).Problems));
        HistoryDifference late = Assert.Single(await HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, new HistorySide(test.Sessions) { Format = "Drizzle" }), item => item.IsDifferent);
        Assert.Equal(("0002_late.sql", HistoryRelationship.Skipped), (late.Name, late.Relationship));
        Assert.Equal("0002_late.sql", HistoryCase.Due(await test.PlanAsync("Drizzle")));
    }

    [NpmToolsFact]
    public async Task Drizzle_1()
    {
        string script = DrizzleScript.Replace("'drizzle-orm/", "'drizzle-orm-1/", StringComparison.Ordinal);
        (string Name, string Text)[] files =
        [
            ("20240101000000_a/migration.sql", "CREATE TABLE a (id int)\n--> statement-breakpoint\nCREATE TABLE b (id int);"),
            ("20240102000000_c/migration.sql", "CREATE TABLE c (id int);"),
            ("20240102000000_c/snapshot.json", "{}"),
            ("20240103000000_d/migration.sql", "CREATE TABLE d (id int);"),
        ];
        const string Rows = "SELECT created_at || ' ' || name || ' ' || hash FROM drizzle.__drizzle_migrations ORDER BY id";
        using HistoryCase theirs = await HistoryCase.CreateAsync(fixture, files);
        await tools.ScriptAsync(theirs, script);
        string rows = await theirs.QueryAsync(Rows);
        Assert.Equal(3, (await theirs.TakeOverAsync("Drizzle")).Count);

        using HistoryCase half = await HistoryCase.CreateAsync(fixture, files[..3]);
        await tools.ScriptAsync(half, script);
        half.Write(files[3].Name, files[3].Text);
        await Applied(half, "Drizzle", 1);
        await tools.ScriptAsync(half, script);
        Assert.Equal(rows, await half.QueryAsync(Rows));

        using HistoryCase other = await HistoryCase.CreateAsync(fixture, files);
        await Applied(other, "Drizzle", 1, new RunOptions { ToVersion = "20240101000000" });
        await tools.ScriptAsync(other, script);
        Assert.Equal(rows, await other.QueryAsync(Rows));

        // A table of 0.x, before drizzle 1.0 has seen it: its times had milliseconds, the folders' names have none.
        using HistoryCase upgraded = await HistoryCase.CreateAsync(fixture, files);
        await upgraded.ExecuteAsync(HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1704067200123), ('y', 1704153600999)");
        Assert.Equal(["20240101000000_a", "20240102000000_c"], (await upgraded.PlanTakeOverAsync("Drizzle")).Marks.Select(mark => mark.FileName));
    }

    private static void Journal(HistoryCase test, params (string Tag, long When)[] entries) => test.Write("meta/_journal.json", $$"""
        {"version":"7","dialect":"postgresql","entries":[{{string.Join(',', entries.Select((entry, index) =>
            $$"""{"idx":{{index}},"version":"7","when":{{entry.When}},"tag":"{{entry.Tag}}","breakpoints":true}"""))}}]}
        """);

    private static async Task Applied(HistoryCase test, string format, int count, RunOptions? options = null)
    {
        RunResult result = await test.RunAsync(format, options, format == "PgMigrations" ? "NodePgMigrate" : null);
        Assert.All(result.Results, item => Assert.True(item.Status == MigrationResultStatus.Applied, item.Failure?.ToString()));
        Assert.Equal(count, result.Results.Count);
    }

    private static async Task Undone(HistoryCase test, string format, int count)
    {
        RunResult result = await test.RunAsync(format, new RunOptions { Undo = new UndoOptions { Last = count } }, format == "PgMigrations" ? "NodePgMigrate" : null);
        Assert.All(result.Results, item => Assert.True(item.Status == MigrationResultStatus.Undone, item.Failure?.ToString()));
        Assert.Equal(count, result.Results.Count);
    }

    private static Task<string> SchemaAsync(HistoryCase test) => test.QueryAsync(
        "SELECT c.relname || c.relkind::text || coalesce(a.attname, '') FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        + "AND NOT a.attisdropped WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1");
}
