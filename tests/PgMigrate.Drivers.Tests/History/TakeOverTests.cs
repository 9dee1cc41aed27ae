using System.Globalization;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>Another tool's rows become ours.</summary>
[Collection(SandboxCollection.Name)]
public sealed class TakeOverTests(SandboxFixture fixture)
{
    private const int DieselDirectories = 60;

    [PostgresFact]
    public async Task Sixty_directories_of_diesel_are_taken_over_once()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture);
        var applied = new List<string> { HistoryTables.Diesel };
        for (int number = 0; number < DieselDirectories; number++)
        {
            string stamp = string.Create(CultureInfo.InvariantCulture, $"2024-{1 + (number / 28):00}-{1 + (number % 28):00}-1200{number:00}");
            test.Write($"{stamp}_step_{number}/up.sql", $"CREATE TABLE t{number} (id int);\n;\n");
            if (number % 7 != 0)
            {
                test.Write($"{stamp}_step_{number}/down.sql", $"DROP TABLE t{number};");
            }

            if (number == 31)
            {
                test.Write($"{stamp}_step_{number}/metadata.toml", "run_in_transaction = false\n");
            }

            applied.Add($"INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('{stamp.Replace("-", "", StringComparison.Ordinal)}', '2024-06-01 10:00:00')");
        }

        await test.ExecuteAsync([.. applied]);
        BaselinePlan plan = await test.PlanTakeOverAsync("Diesel");
        Assert.Equal((DieselDirectories, ""), (plan.Marks.Count, HistoryCase.Codes(plan.Problems)));
        IReadOnlyList<MigrationLogEntry> marked = await test.TakeOverAsync("Diesel");
        Assert.Equal(DieselDirectories, marked.Count);
        Assert.All(marked, entry => Assert.Equal(MigrationLogStatus.Baseline, entry.Status));
        string before = await test.QueryAsync("SELECT row(l.*)::text FROM migration_log l ORDER BY id");
        Assert.Empty(await test.TakeOverAsync("diesel"));
        Assert.Equal(before, await test.QueryAsync("SELECT row(l.*)::text FROM migration_log l ORDER BY id"));
        Assert.Contains("taken over from Diesel, public.__diesel_schema_migrations, applied 2024-06-01 10:00:00 UTC", before, StringComparison.Ordinal);

        MigrationPlan after = await test.PlanAsync();
        Assert.Equal(("", ""), (HistoryCase.Due(after), HistoryCase.Codes(after.Problems)));
        Assert.All(after.Migrations, migration => Assert.Equal(MigrationState.Baselined, migration.State));
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename LIKE 't_'"));
    }

    [PostgresFact]
    public async Task Only_what_is_recorded_is_marked()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 1;"), ("3_c.sql", "CREATE TABLE c ();"), ("10_d.sql", "CREATE TABLE d ();"));
        await test.ExecuteAsync(HistoryTables.PgMigrations, "INSERT INTO pgmigrations (name, run_on) VALUES ('1_a', now()), ('2_b', now()), ('0_gone', now())");
        BaselinePlan plan = await test.PlanTakeOverAsync(HistoryFormats.Auto);
        Assert.Equal(["1_a.sql", "2_b.sql"], plan.Marks.Select(mark => mark.FileName));
        Assert.Contains("0_gone", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.True(plan.CanRun);
        Assert.Equal(2, (await test.TakeOverAsync(HistoryFormats.Auto)).Count);
        Assert.Equal("3_c.sql 10_d.sql", HistoryCase.Due(await test.PlanAsync()));
    }

    [PostgresFact]
    public async Task A_single_version_stands_for_all_below_it_and_that_is_said()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.up.sql", "SELECT 1;"), ("1_a.down.sql", "SELECT 1;"), ("2_b.up.sql", "SELECT 1;"), ("10_c.up.sql", "SELECT 1;"), ("11_d.up.sql", "SELECT 1;"));
        await test.ExecuteAsync(HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (10, false)");
        BaselinePlan plan = await test.PlanTakeOverAsync("GolangMigrate");
        Assert.Equal(["1_a.up.sql", "2_b.up.sql", "10_c.up.sql"], plan.Marks.Select(mark => mark.FileName));
        MigrationProblem said = Assert.Single(plan.Problems);
        Assert.Equal((MigrationProblemCode.HistoryAssumed, ProblemSeverity.Warning), (said.Code, said.Severity));
        Assert.Contains("2 migrations (1_a.up.sql to 2_b.up.sql): assumed applied", said.Message, StringComparison.Ordinal);
        await test.TakeOverAsync("GolangMigrate");
        Assert.Equal("true,true,false", await test.QueryAsync("SELECT (sql_executed LIKE '%assumed%')::text FROM migration_log ORDER BY id"));
        Assert.Equal("11_d.up.sql", HistoryCase.Due(await test.PlanAsync()));
    }

    [PostgresFact]
    public async Task A_file_that_drizzle_skipped_is_reported_and_not_marked()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("0000_a.sql", "SELECT 1;"), ("0001_b.sql", "SELECT 2;"), ("0002_late.sql", "SELECT 3;"), ("0003_new.sql", "SELECT 4;"),
            ("meta/_journal.json", """{"entries":[{"when":100,"tag":"0000_a"},{"when":300,"tag":"0001_b"},{"when":200,"tag":"0002_late"},{"when":400,"tag":"0003_new"}]}"""));
        await test.ExecuteAsync(HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 100), ('y', 300)");
        BaselinePlan plan = await test.PlanTakeOverAsync("Drizzle");
        Assert.Equal(["0000_a.sql", "0001_b.sql"], plan.Marks.Select(mark => mark.FileName));
        Assert.Equal("SkippedByTool? SkippedByTool?", HistoryCase.Codes(plan.Problems));
        Assert.Contains("0002_late.sql is not in drizzle.__drizzle_migrations", plan.Problems[1].Message, StringComparison.Ordinal);
        await test.TakeOverAsync("Drizzle");
        Assert.Equal("0002_late.sql 0003_new.sql", HistoryCase.Due(await test.PlanAsync()));
    }

    [PostgresTheory]
    [InlineData("Diesel", HistoryTables.Diesel, "ALTER TABLE __diesel_schema_migrations DROP CONSTRAINT __diesel_schema_migrations_pkey, ALTER version DROP NOT NULL", "INSERT INTO __diesel_schema_migrations (version) VALUES (NULL)", "NULL as its version")]
    [InlineData("Dbmate", "CREATE TABLE schema_migrations (version text)", "SELECT 1", "INSERT INTO schema_migrations VALUES (NULL)", "NULL as its version")]
    [InlineData("PgMigrations", "CREATE TABLE pgmigrations (id int, name text, run_on timestamp)", "SELECT 1", "INSERT INTO pgmigrations VALUES (1, NULL, NULL)", "NULL as its name")]
    [InlineData("Drizzle", HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "INSERT INTO drizzle.__drizzle_migrations (hash) VALUES ('x')", "NULL as its created_at")]
    [InlineData("Dbmate", "CREATE VIEW schema_migrations AS SELECT '1'::text AS version", "SELECT 1", "SELECT 1", "is a view")]
    [InlineData("Goose", "CREATE TABLE goose_db_version (id int)", "SELECT 1", "SELECT 1", "its columns are id")]
    [InlineData("Prisma", "SELECT 1", "SELECT 1", "SELECT 1", "There is no table _prisma_migrations")]
    [InlineData("Auto", "SELECT 1", "SELECT 1", "SELECT 1", "No history of a tool")]
    [InlineData("Auto", HistoryTables.Diesel, HistoryTables.PgMigrations, "SELECT 1", "More than one history was found: Diesel in public.__diesel_schema_migrations, PgMigrations in public.pgmigrations")]
    [InlineData("PgMigrations", HistoryTables.PgMigrations, "CREATE ROLE blind_@@", "SET ROLE blind_@@", "The role may not read public.pgmigrations")]
    public async Task What_cannot_be_read_is_said(string format, string first, string second, string third, string message)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        string name = await test.QueryAsync("SELECT current_database()");
        await test.ExecuteAsync(first, second.Replace("@@", name, StringComparison.Ordinal));
        Task<BaselinePlan> plan;
        if (third.StartsWith("SET ROLE", StringComparison.Ordinal))
        {
            await test.ExecuteAsync($"ALTER DATABASE {name} SET role = 'blind_{name}'");
            plan = test.PlanTakeOverAsync(format);
        }
        else
        {
            await test.ExecuteAsync(third);
            plan = test.PlanTakeOverAsync(format);
        }

        HistoryUnusableException error = await Assert.ThrowsAsync<HistoryUnusableException>(() => plan);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [PostgresTheory]
    [InlineData("GolangMigrate", HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (2, true)", "HistoryFailed HistoryAssumed?")]
    [InlineData("Sqlx", HistoryTables.Sqlx, "INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), false, '\\x00', 0)", "HistoryFailed")]
    [InlineData("Prisma", HistoryTables.Prisma, "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('i', 'c', '1_a')", "HistoryFailed")]
    public async Task What_failed_there_must_be_mended_there(string format, string table, string row, string codes)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 1;"));
        await test.ExecuteAsync(table, row);
        BaselinePlan plan = await test.PlanTakeOverAsync(format);
        Assert.Equal((codes, false), (string.Join(' ', HistoryCase.Codes(plan.Problems).Split(' ').OrderBy(code => code != "HistoryFailed")), plan.CanRun));
        Assert.Empty(await test.TakeOverAsync(format));
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename = 'migration_log'"));
    }

    [PostgresFact]
    public async Task The_lock_of_the_tool_is_waited_for()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        await test.ExecuteAsync(HistoryTables.PgMigrations, "INSERT INTO pgmigrations (name, run_on) VALUES ('1_a', now())");
        ISqlSession tool = await test.Sessions.OpenAsync();
        await using (tool.ConfigureAwait(false))
        {
            await tool.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT pg_advisory_lock(7241865325823964)")));
            var options = new BaselineOptions { FromHistory = "PgMigrations", LockTimeout = TimeSpan.FromMilliseconds(200) };
            var error = await Assert.ThrowsAsync<RunLockedException>(
                () => new BaselineRunner(test.Sessions, test, TimeProvider.System).RunAsync(test.Read(), options));
            Assert.Contains("PgMigrations", error.Message, StringComparison.Ordinal);
        }

        Assert.Single(await test.TakeOverAsync("PgMigrations"));
    }

    [PostgresFact]
    public async Task A_table_elsewhere_is_found_by_its_name_and_told_by_its_columns()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        await test.ExecuteAsync("CREATE SCHEMA ops", "CREATE TABLE ops.\"History\" (version varchar PRIMARY KEY)", "INSERT INTO ops.\"History\" VALUES ('1')");
        Assert.Single(await test.TakeOverAsync(HistoryFormats.Auto, HistoryTableName.Parse("ops.\"History\"")));
        await Assert.ThrowsAsync<ArgumentException>(() => test.PlanTakeOverAsync("Nothing"));
    }
}
