using PgMigrate.Drivers.Tests.History;
using PgMigrate.Drivers.Tests.RdsDataApi;
using PgMigrate.Drivers.Tests.RealInput;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>Forty files over the whole API, applied by the real node-pg-migrate and by us: pg_dump sees no difference.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SchemaTests(SandboxFixture fixture, NpmToolsFixture tools) : IClassFixture<NpmToolsFixture>
{
    private static readonly string[] Up = ["up", "-m", ".", "--verbose", "false"];

    private static NodeScriptOptions Options { get; } = new() { ScriptTimeout = TestLimit.OneWait, TotalTimeout = TestLimit.OneWait };

    [NpmToolsFact]
    public async Task The_schema_is_the_real_tools_and_the_tool_finds_nothing_to_do()
    {
        using HistoryCase theirs = await CaseAsync("theirs_");
        await tools.ToolAsync(theirs, "node-pg-migrate", Up);
        using HistoryCase ours = await CaseAsync("ours_");
        MigrationSet set = await ReadAsync(ours);
        Assert.Equal(42, set.Migrations.Count);
        RunResult run = await ApplyAsync(ours.Sessions, set);

        Assert.Equal(42, run.Results.Count);
        Assert.Equal(await DumpAsync(theirs.ConnectionString), await DumpAsync(ours.ConnectionString));
        Assert.Equal(await theirs.QueryAsync("SELECT name FROM pgmigrations ORDER BY id"), await ours.QueryAsync("SELECT name FROM pgmigrations ORDER BY id"));
        Assert.Contains("No migrations to run!", await tools.ToolAsync(ours, "node-pg-migrate", Up), StringComparison.Ordinal);
        Assert.Equal("", HistoryCase.Due(await new MigrationRunner(theirs.Sessions, theirs, TimeProvider.System)
            .PlanAsync(await ReadAsync(theirs), new RunOptions { HistoryFormat = "PgMigrations" })));
    }

    [NpmToolsFact]
    public async Task The_tool_applies_half_and_we_the_rest()
    {
        using HistoryCase test = await CaseAsync("half_");
        await tools.ToolAsync(test, "node-pg-migrate", "up", "20", "-m", ".", "--verbose", "false");
        RunResult run = await ApplyAsync(test.Sessions, await ReadAsync(test));
        Assert.Equal(22, run.Results.Count);
        Assert.Contains("No migrations to run!", await tools.ToolAsync(test, "node-pg-migrate", Up), StringComparison.Ordinal);
    }

    [NpmToolsFact]
    public async Task They_apply_on_the_Data_API_stand_in_with_the_same_schema()
    {
        using HistoryCase direct = await CaseAsync("wire_");
        await ApplyAsync(direct.Sessions, await ReadAsync(direct));
        using HistoryCase files = await CaseAsync("data_");
        await using DataApiDatabase service = await DataApiDatabase.CreateAsync(fixture);
        RunResult run = await ApplyAsync(service.Sessions(), await ReadAsync(files));
        Assert.Equal(42, run.Results.Count);
        Assert.Equal(await DumpAsync(direct.ConnectionString), await DumpAsync(service.ConnectionString));
    }

    [NpmToolsFact]
    public async Task They_can_be_checked_and_written_as_a_script_that_gives_the_same_schema()
    {
        using HistoryCase applied = await CaseAsync("run_");
        await ApplyAsync(applied.Sessions, await ReadAsync(applied));
        using HistoryCase scripted = await CaseAsync("text_");
        MigrationSet set = await ReadAsync(scripted);
        MigrationPlan plan = await new MigrationRunner(scripted.Sessions, scripted, TimeProvider.System).PlanAsync(set, new RunOptions());
        Assert.Equal(42, plan.Steps.Count);
        Assert.Null(await new ClientPrograms(scripted.ConnectionString).RunScriptAsync(PlanScript.Write(plan)));
        Assert.Equal(await DumpAsync(applied.ConnectionString), await DumpAsync(scripted.ConnectionString));

        LintDiagnostic[] found = [.. set.Migrations.SelectMany(migration => Linter.Check(migration).Diagnostics)];
        Assert.Contains(found, diagnostic => diagnostic is { RuleId: "drop-table", Path: { } path } && path.EndsWith("029_drops.js", StringComparison.Ordinal));
    }

    private static Task<MigrationSet> ReadAsync(HistoryCase test) => ScriptedMigrations.RenderAsync(
        test.Read("NodePgMigrate"), DriverFactory.CreateNodeScriptHost(Options), null, new CancellationTokenSource(TestLimit.OneWait).Token);

    private static async Task<RunResult> ApplyAsync(ISqlSessionFactory sessions, MigrationSet set)
    {
        Assert.All(set.Migrations, migration => Assert.True(migration.ScriptProblem is null, migration.ScriptProblem?.ToString()));
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        RunResult run = await new MigrationRunner(sessions, new Running.RecordingObserver(), TimeProvider.System)
            .RunAsync(set, new RunOptions { HistoryFormat = "PgMigrations" }, limit.Token);
        Assert.True(run.Plan.CanRun, string.Join('\n', run.Plan.Problems));
        Assert.All(run.Results, result => Assert.True(result.Status == MigrationResultStatus.Applied, result.Failure?.ToString()));
        return run;
    }

    /// <summary>The schema without the names that roles, which a server has once, need to tell the cases apart.</summary>
    private static async Task<string> DumpAsync(string connectionString) =>
        System.Text.RegularExpressions.Regex.Replace(
            await new ClientPrograms(connectionString).DumpSchemaAsync("--exclude-table=pgmigrations*", "--exclude-table=migration_log*"), "\\b(theirs|ours|wire|data|run|text)_", "");

    private async Task<HistoryCase> CaseAsync(string prefix)
    {
        HistoryCase test = await HistoryCase.CreateAsync(fixture);
        Directory.CreateSymbolicLink(Path.Combine(test.Folder, "..", "node_modules"), Path.Combine(tools.Folder, "node_modules"));
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "NodePgMigrate", "Schema")))
        {
            test.Write(Path.GetFileName(file), (await File.ReadAllTextAsync(file)).Replace("ROLE_", prefix, StringComparison.Ordinal));
        }

        return test;
    }
}
