using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>What stops a run before its first statement, seen on a real history.</summary>
[Collection(SandboxCollection.Name)]
public sealed class PlanCheckRunTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_changed_file_stops_the_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a ();\n").ApplyAsync();
        database.Write("0001_a.sql", "CREATE TABLE a (id int);\n").Write("0002_b.sql", "CREATE TABLE b ();");
        RunResult run = await database.RunAsync();
        MigrationProblem problem = Assert.Single(run.Plan.Problems);
        Assert.Equal(MigrationProblemCode.ChecksumChanged, problem.Code);
        Assert.Contains("0001_a.sql", problem.Message, StringComparison.Ordinal);
        Assert.Equal(MigrationState.Changed, run.Plan.Migrations[0].State);
        Assert.False(await database.ExistsAsync("b"));

        // Line ends and a BOM are no change.
        await database.Write("0001_a.sql", "\ufeffCREATE TABLE a ();\r\n").ApplyAsync();
        Assert.True(await database.ExistsAsync("b"));
    }

    [PostgresFact]
    public async Task A_file_that_comes_too_late_is_refused_unless_allowed()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0002_b.sql", "CREATE TABLE b ();").ApplyAsync();
        RunResult run = await database.Write("0001_a.sql", "CREATE TABLE a ();").RunAsync();
        Assert.Equal(MigrationProblemCode.OutOfOrder, Assert.Single(run.Plan.Problems).Code);
        Assert.Equal(MigrationState.OutOfOrder, run.Plan.Migrations[0].State);
        Assert.False(await database.ExistsAsync("a"));
        await database.ApplyAsync(new RunOptions { AllowOutOfOrder = true });
        Assert.True(await database.ExistsAsync("a"));
        Assert.Equal(["0002_b.sql completed", "0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_missing_file_is_a_warning()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "CREATE TABLE b ();").ApplyAsync();
        database.Delete("0001_a.sql");
        RunResult run = await database.Write("0003_c.sql", "CREATE TABLE c ();").ApplyAsync();
        MigrationProblem problem = Assert.Single(run.Plan.Problems);
        Assert.Equal((MigrationProblemCode.MissingFile, ProblemSeverity.Warning), (problem.Code, problem.Severity));
        Assert.Equal(["0002_b.sql Applied", "0003_c.sql Pending", "0001_a.sql Missing"],
            run.Plan.Migrations.Select(migration => $"{migration.FileName} {migration.State}"));
        Assert.Empty((await database.ApplyAsync(new RunOptions { IsSelection = true })).Plan.Problems);
    }

    [PostgresFact]
    public async Task A_renamed_file_is_known_by_its_version()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a ();").ApplyAsync();
        database.Delete("0001_a.sql");
        RunResult run = await database.Write("001_better_name.sql", "CREATE TABLE a ();").ApplyAsync();
        Assert.Empty(run.Results);
        Assert.Empty(run.Plan.Problems);
    }

    [PostgresTheory]
    [InlineData("SELECT 'open", MigrationProblemCode.InvalidSql)]
    [InlineData("SELECT 1;\n\\i other.sql", MigrationProblemCode.InvalidSql)]
    [InlineData("-- @transaction: maybe\nSELECT 1;", MigrationProblemCode.InvalidDirective)]
    public async Task A_file_that_cannot_be_read_stops_everything(string sql, MigrationProblemCode expected)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", sql).RunAsync();
        MigrationProblem problem = Assert.Single(run.Plan.Problems);
        Assert.Equal(expected, problem.Code);
        Assert.NotNull(problem.Position);
        Assert.Empty(run.Results);
        Assert.False(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task Two_files_of_one_version_stop_everything()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql", "CREATE TABLE a ();").Write("1-b.sql", "CREATE TABLE b ();").RunAsync();
        Assert.Equal(MigrationProblemCode.DuplicateVersion, Assert.Single(run.Plan.Problems).Code);
        Assert.False(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task A_migration_for_another_target_is_passed_over()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql", "-- @target: AuroraDsql\nSELECT broken;").Write("0002_b.sql", "CREATE TABLE b ();").ApplyAsync();
        Assert.Equal("0002_b.sql", Assert.Single(run.Results).FileName);
        Assert.Equal(MigrationState.NotForTarget, run.Plan.Migrations[0].State);
    }

    [PostgresFact]
    public async Task Initial_files_of_a_manifest_are_for_empty_databases_only()
    {
        const string Manifest = """{ "initialSetupFiles": ["001-setup.sql"], "migrationFiles": ["010-b.sql", "002-a.sql"] }""";
        using MigrationDatabase empty = await MigrationDatabase.CreateAsync(sandbox);
        empty.Write("migrations.json", Manifest).Write("001-setup.sql", "CREATE TABLE setup ();").Write("010-b.sql", "CREATE TABLE b ();").Write("002-a.sql", "CREATE TABLE a ();");
        Assert.Equal(["001-setup.sql", "010-b.sql", "002-a.sql"], (await empty.ApplyAsync()).Results.Select(result => result.FileName));
        Assert.Empty((await empty.ApplyAsync()).Results);

        using MigrationDatabase used = await MigrationDatabase.CreateAsync(sandbox);
        await used.ExecuteAsync("CREATE TABLE users ()");
        used.Write("migrations.json", Manifest).Write("001-setup.sql", "SELECT broken;").Write("010-b.sql", "CREATE TABLE b ();").Write("002-a.sql", "CREATE TABLE a ();");
        Assert.Equal(["010-b.sql", "002-a.sql"], (await used.ApplyAsync()).Results.Select(result => result.FileName));
    }

    [PostgresFact]
    public async Task Only_what_was_confirmed_is_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "CREATE TABLE b ();");
        RunResult run = await database.ApplyAsync(new RunOptions { Confirmed = new HashSet<string> { "0001_a.sql" } });
        Assert.Equal("0001_a.sql", Assert.Single(run.Results).FileName);
        Assert.False(await database.ExistsAsync("b"));
    }
}
