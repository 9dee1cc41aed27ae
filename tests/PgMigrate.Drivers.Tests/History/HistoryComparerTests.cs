using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Comparing;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>Two histories side by side, and a folder beside one.</summary>
[Collection(SandboxCollection.Name)]
public sealed class HistoryComparerTests(SandboxFixture fixture)
{
    [PostgresFact]
    public async Task A_folder_beside_a_history()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 2;"), ("3_c.sql", "SELECT 3;"));
        await test.RunAsync(options: new RunOptions { ToVersion = "2" });
        await test.ExecuteAsync("INSERT INTO migration_log (step_number, description, status) VALUES (9, '0_gone.sql', 'completed')");
        test.Write("2_b.sql", "SELECT 20;");
        IReadOnlyList<HistoryDifference> found = await HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, new HistorySide(test.Sessions));
        Assert.Equal("1_a.sql:Both 2_b.sql:Changed 3_c.sql:OnlyInReference 0_gone.sql:OnlyInDifference", Text(found));
        Assert.Equal((test.Folder, "Native public.migration_log"), (found[0].Reference, found[0].Difference));
        Assert.Contains("has changed since", found[1].Note, StringComparison.Ordinal);
        Assert.Equal((MigrationState.Applied, MigrationState.Pending), (found[2].ReferenceState, found[2].DifferenceState));
        Assert.Null(found[3].Migration);
        Assert.NotNull(found[0].DifferenceAppliedAt);
    }

    [PostgresFact]
    public async Task Two_tools_in_one_database_are_joined_by_the_files()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("2024-01-01-000000_a/up.sql", "SELECT 1;"), ("2024-01-02-000000_b/up.sql", "SELECT 1;"), ("2024-01-03-000000_c/up.sql", "SELECT 1;"), ("2024-01-04-000000_d/up.sql", "SELECT 1;"));
        await test.ExecuteAsync(HistoryTables.Diesel, "INSERT INTO __diesel_schema_migrations (version) VALUES ('20240101000000'), ('20240102000000')");
        await test.TakeOverAsync("Diesel");
        await test.ExecuteAsync("DELETE FROM __diesel_schema_migrations WHERE version = '20240102000000'", "INSERT INTO __diesel_schema_migrations (version) VALUES ('20240103000000'), ('20200101000000')");
        var native = new HistorySide(test.Sessions);
        IReadOnlyList<HistoryDifference> found = await HistoryComparer.CompareAsync(test.Read(), native, native with { Format = "Auto" });
        Assert.Equal(
            "2024-01-01-000000_a:Both 2024-01-02-000000_b:OnlyInReference 2024-01-03-000000_c:OnlyInDifference 2024-01-04-000000_d:Neither 20200101000000:OnlyInDifference", Text(found));
        Assert.Equal([false, true, true, false, true], found.Select(item => item.IsDifferent));
    }

    [PostgresFact]
    public async Task Two_databases_of_one_tool_are_joined_by_its_own_names_and_checksums()
    {
        using HistoryCase first = await HistoryCase.CreateAsync(fixture, ("V1__a.sql", "SELECT 1;"), ("V2__b.sql", "SELECT 2;"), ("V3__c.sql", "SELECT 3;"));
        using HistoryCase second = await HistoryCase.CreateAsync(fixture, ("V1__a.sql", "SELECT 1;"), ("V2__b.sql", "SELECT 20;"));
        await first.RunAsync("Flyway");
        await second.RunAsync("Flyway");
        MigrationSet none = new(first.Folder, "Native", [], []);
        var one = new HistorySide(first.Sessions) { Format = "Flyway" };
        var two = new HistorySide(second.Sessions) { Format = "Flyway" };
        Assert.Equal("1 a:Both 2 b:Changed 3 c:OnlyInReference", Text(await HistoryComparer.CompareAsync(none, one, two)));
        Assert.Equal("V1__a.sql:Both V2__b.sql:Changed V3__c.sql:OnlyInReference", Text(await HistoryComparer.CompareAsync(first.Read(), one, two)));
    }

    [PostgresFact]
    public async Task Without_files_the_rows_of_two_tools_are_joined_by_their_numbers()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture);
        await test.ExecuteAsync(
            HistoryTables.PgMigrations, "INSERT INTO pgmigrations (name, run_on) VALUES ('001_a', now()), ('002_b', now())",
            HistoryTables.Dbmate, "INSERT INTO schema_migrations VALUES ('1'), ('3')");
        var side = new HistorySide(test.Sessions) { Format = "PgMigrations" };
        Assert.Equal(
            "001_a:Both 002_b:OnlyInReference 3:OnlyInDifference",
            Text(await HistoryComparer.CompareAsync(new MigrationSet(test.Folder, "Native", [], []), side, side with { Format = "Dbmate" })));
    }

    [PostgresFact]
    public async Task A_manifests_initial_files_are_no_difference_in_a_database_that_is_in_use()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("001-setup.sql", "CREATE TABLE setup ();"), ("010-a.sql", "SELECT 1;"),
            ("migrations.json", """{"initialSetupFiles":["001-setup.sql"],"migrationFiles":["010-a.sql"]}"""));
        await test.ExecuteAsync("CREATE TABLE users (id int)");
        await test.RunAsync();
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename = 'setup'"));
        Assert.Equal("001-setup.sql:Neither 010-a.sql:Both", Text(await HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, new HistorySide(test.Sessions))));

        using HistoryCase empty = await HistoryCase.CreateAsync(
            fixture, ("001-setup.sql", "CREATE TABLE setup ();"), ("010-a.sql", "SELECT 1;"),
            ("migrations.json", """{"initialSetupFiles":["001-setup.sql"],"migrationFiles":["010-a.sql"]}"""));
        Assert.Equal(2, (await empty.RunAsync()).Results.Count);
        Assert.Equal("1", await empty.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename = 'setup'"));
    }

    [PostgresFact]
    public async Task What_failed_there_and_what_is_not_there_at_all()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 1;"));
        HistorySide golang = new(test.Sessions) { Format = "GolangMigrate" };
        await Assert.ThrowsAsync<HistoryUnusableException>(() => HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, golang));
        await test.ExecuteAsync(HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (2, true)");
        IReadOnlyList<HistoryDifference> found = await HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, golang);
        Assert.Equal("1_a.sql:Both 2_b.sql:Changed", Text(found));
        Assert.Contains("assumed", found[0].Note, StringComparison.Ordinal);
        Assert.Contains("failed or stopped half-way", found[1].Note, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("Rails", "20240101000000_init.rb", "class Init < ActiveRecord::Migration[7.0]\nend\n", "20240101000000")]
    [InlineData("EfCore", "20240101000000_Init.cs", "public partial class Init : Migration { }\n", "20240101000000_Init")]
    public async Task What_is_no_sql_is_listed_and_compared_and_never_run(string format, string file, string text, string row)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, (file, text), (file.Replace("0101", "0102", StringComparison.Ordinal), text));
        Assert.Equal((format, 2), (test.Read().Layout, test.Read().Migrations.Count));
        Assert.Equal("UnsupportedLanguage UnsupportedLanguage", HistoryCase.Codes((await test.PlanAsync()).Problems));
        RunResult result = await test.RunAsync();
        Assert.Empty(result.Results);
        await test.ExecuteAsync(
            format == "Rails" ? HistoryTables.Dbmate : HistoryTables.EfCore, format == "Rails" ? HistoryTables.Rails : "SELECT 1",
            format == "Rails" ? $"INSERT INTO schema_migrations VALUES ('{row}')" : $"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{row}', '9.0.0')");
        IReadOnlyList<HistoryDifference> found = await HistoryComparer.CompareAsync(test.Read(), HistorySide.Folder, new HistorySide(test.Sessions) { Format = format });
        Assert.Equal([HistoryRelationship.Both, HistoryRelationship.OnlyInReference], found.Select(item => item.Relationship));
        Assert.Equal(file, Assert.Single(await test.TakeOverAsync(format)).FileName);
    }

    [PostgresTheory]
    [InlineData("Drizzle", "drizzle/meta/_journal.json", """{"entries":[{"idx":0,"when":100,"tag":"0000_a"},{"idx":1,"when":200,"tag":"0001_b"}]}""", "drizzle/0000_a.sql", "drizzle/0001_b.sql")]
    [InlineData("Flyway", "flyway/V9__x.sql", "SELECT 9;\n", "flyway/V1.1__a.sql", "flyway/V1.2__b.sql")]
    [InlineData("Diesel", "diesel/2025-01-01-000000_x/up.sql", "SELECT 9;\n", "diesel/2024-01-01-000000_a/up.sql", "diesel/2024-01-02-000000_b/up.sql")]
    [InlineData("PgMigrations", "node/9_x.sql", "-- Up Migration\nSELECT 9;\n", "node/1_a.sql", "node/2_b.sql")]
    public async Task Converted_files_are_known_by_what_their_source_was(string format, string extra, string extraText, string first, string second)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, (extra, extraText), (first, "CREATE TABLE a (id int);\n"), (second, "CREATE TABLE b (id int);\n"));
        string folder = Path.Combine(test.Folder, first.Split('/')[0]);
        string? layout = format == "PgMigrations" ? "NodePgMigrate" : format;
        MigrationSet source = MigrationFolder.Read(folder, new MigrationFolderOptions { Layout = layout });
        var runner = new MigrationRunner(test.Sessions, test, TimeProvider.System);
        await runner.RunAsync(source, new RunOptions { HistoryFormat = format, ToVersion = source.Migrations[1].FileName });
        string native = Path.Combine(test.Folder, "native");
        var plan = Engine.Layouts.Converting.MigrationConverter.Plan(source.Migrations, MigrationFolder.Read(native), new() { Renumber = true });
        Assert.Empty(plan.Problems);
        foreach (Engine.Layouts.Converting.Conversion item in plan.Items)
        {
            item.File.Write();
        }

        var baseline = new BaselineRunner(test.Sessions, test, TimeProvider.System);
        var options = new BaselineOptions { FromHistory = format };
        BaselinePlan marks = await baseline.PlanAsync(MigrationFolder.Read(native), options);
        Assert.Equal(["0001_a.sql", "0002_b.sql"], marks.Marks.Select(mark => mark.FileName));
        Assert.Empty(marks.Problems);
    }

    private static string Text(IEnumerable<HistoryDifference> found) => string.Join(' ', found.Select(item => $"{item.Name}:{item.Relationship}"));
}
