using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>A database that the folder's own tool has migrated is not migrated a second time.</summary>
[Collection(SandboxCollection.Name)]
public sealed class OwnHistoryCheckTests(SandboxFixture fixture)
{
    private static readonly (string, string)[] Files =
        [("2024-01-01-000000_a/up.sql", "CREATE TABLE a (id int);"), ("2024-01-02-000000_b/up.sql", "CREATE TABLE b (id int);")];

    [PostgresFact]
    public async Task A_run_is_refused_until_it_is_said_which_history_holds()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, Files);
        await test.ExecuteAsync(HistoryTables.Diesel, "INSERT INTO __diesel_schema_migrations (version) VALUES ('20240101000000')");
        MigrationProblem problem = Assert.Single((await test.PlanAsync()).Problems);
        Assert.Equal((MigrationProblemCode.OtherHistory, ProblemSeverity.Error), (problem.Code, problem.Severity));
        Assert.Contains("public.__diesel_schema_migrations of Diesel records 1 of these migrations", problem.Message, StringComparison.Ordinal);
        Assert.Contains("-FromHistory Diesel, or go on with that table: -HistoryFormat Diesel", problem.Remedy, StringComparison.Ordinal);
        Assert.Empty((await test.RunAsync()).Results);
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b', 'migration_log')"));

        Assert.Equal("2024-01-02-000000_b", HistoryCase.Due(await test.PlanAsync("Diesel")));
        Assert.Equal(2, (await test.PlanAsync("Native")).Steps.Count);
        Assert.True((await test.PlanAsync("Native")).CanRun);
        await test.TakeOverAsync("Diesel");
        MigrationPlan after = await test.PlanAsync();
        Assert.Equal(("2024-01-02-000000_b", ""), (HistoryCase.Due(after), HistoryCase.Codes(after.Problems)));
    }

    [PostgresTheory]
    [InlineData(HistoryTables.Diesel, "")]
    [InlineData("CREATE TABLE __diesel_schema_migrations (x int)", "")]
    [InlineData("CREATE VIEW __diesel_schema_migrations AS SELECT 1 AS version, 2 AS run_on", "OtherHistory?")]
    [InlineData("SELECT 1", "")]
    public async Task What_is_no_history_or_an_empty_one_is_in_nobodys_way(string table, string problems)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, Files);
        await test.ExecuteAsync(table);
        MigrationPlan plan = await test.PlanAsync();
        Assert.Equal((problems, 2, true), (HistoryCase.Codes(plan.Problems), plan.Steps.Count, plan.CanRun));
    }

    [PostgresFact]
    public async Task A_folder_of_our_own_asks_nothing_more()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "SELECT 1;"));
        await test.ExecuteAsync(HistoryTables.Dbmate, "INSERT INTO schema_migrations VALUES ('1')");
        Assert.Equal("", HistoryCase.Codes((await test.PlanAsync()).Problems));
        RunResult result = await test.RunAsync();
        Assert.Single(result.Results);
    }
}
