using PgMigrate.Drivers;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Quickstart;

/// <summary>Write, check, apply, look, baseline: each step a method, each a few calls of the engine.</summary>
internal sealed class MainJob(CancellationToken stop)
{
    private static readonly string ToolVersion = typeof(MigrationRunner).Assembly.GetName().Version!.ToString(3);

    private int _step;

    /// <summary>True when every step went as it should.</summary>
    public async Task<bool> RunAsync()
    {
        Say("Start a sandbox server");
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions(), stop);
        Console.WriteLine($"   PostgreSQL {server.Version} on {server.Host}:{server.Port}; it is gone when this program ends.");
        DirectoryInfo work = Directory.CreateTempSubdirectory("pgmigrate-quickstart-");
        try
        {
            return await RunAsync(server, work.FullName);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private async Task<bool> RunAsync(LocalPostgres server, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "migrations")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Write(folder);
        MigrationSet set = MigrationFolder.Read(folder);
        bool passed = Check(set) && !CheckRejected();
        ISqlSessionFactory shop = await DatabaseAsync(server, "shop");
        bool applied = passed && await ApplyAsync(shop, set);
        return applied && await BaselineAsync(await DatabaseAsync(server, "restored"), set) && await new AuroraJob(Say, stop).RunAsync(server);
    }

    private void Write(string folder)
    {
        Say("Write a migration: the folder's next number");
        NewMigration file = NewMigration.Plan(MigrationFolder.Read(folder), new NewMigrationOptions("add customer phone")
        {
            Sql = "ALTER TABLE customers ADD COLUMN IF NOT EXISTS phone text;",
            UndoSql = "ALTER TABLE customers DROP COLUMN IF EXISTS phone;",
        });
        file.Write();
        Console.WriteLine($"   {Path.GetFileName(file.Path)}");
    }

    private bool Check(MigrationSet set)
    {
        Say($"Check the {set.Migrations.Count} migrations");
        LintReport[] reports = [.. set.Migrations.Select(migration => Linter.Check(migration, cancellationToken: stop))];
        Console.Write(Indent(string.Concat(reports.Select(report => LintRenderer.Render(report, set.FolderPath)))));
        Console.WriteLine($"   {LintRenderer.Summarize(reports)}");
        return set.Problems.Count == 0 && reports.All(report => report.Passed);
    }

    private bool CheckRejected()
    {
        Say("Check one that was written in a hurry, for the RDS Data API");
        string folder = Path.Combine(AppContext.BaseDirectory, "rejected");
        LintReport[] reports = [.. MigrationFolder.Read(folder).Migrations.Select(migration =>
            Linter.Check(migration, new LintOptions { Target = SqlTarget.RdsDataApi }, stop))];
        Console.Write(Indent(string.Concat(reports.Select(report => LintRenderer.Render(report, folder)))));
        Console.WriteLine($"   {LintRenderer.Summarize(reports)}");
        return reports.All(report => report.Passed);
    }

    private async Task<bool> ApplyAsync(ISqlSessionFactory database, MigrationSet set)
    {
        Say("Apply what is pending");
        var runner = new MigrationRunner(database, new ConsoleObserver(), TimeProvider.System);
        RunResult first = await runner.RunAsync(set, new RunOptions { ToolVersion = ToolVersion }, stop);

        Say("Apply again: nothing is left to do");
        RunResult second = await runner.RunAsync(set, new RunOptions { ToolVersion = ToolVersion }, stop);
        Console.WriteLine($"   {second.Results.Count} migrations applied.");

        Say("Read the log");
        await WriteLogAsync(database);
        return first.Succeeded && first.Results.Count == set.Migrations.Count && second.Succeeded && second.Results.Count == 0;
    }

    private async Task<bool> BaselineAsync(ISqlSessionFactory database, MigrationSet set)
    {
        Say("Set a baseline on a database that has the first nine already");
        var baseline = new BaselineRunner(database, new ConsoleObserver(), TimeProvider.System);
        IReadOnlyList<MigrationLogEntry> marked = await baseline.RunAsync(set, new BaselineOptions { ToVersion = "0009", ToolVersion = ToolVersion }, stop);
        await WriteLogAsync(database);
        MigrationPlan next = await new MigrationRunner(database, new ConsoleObserver(), TimeProvider.System).PlanAsync(set, new RunOptions(), stop);
        Console.WriteLine($"   The next run would apply {string.Join(", ", next.Steps.Select(step => step.Migration.FileName))}.");
        return marked.Count == 9;
    }

    private async Task WriteLogAsync(ISqlSessionFactory database)
    {
        foreach (MigrationLogEntry entry in await new MigrationLogReader(database).ReadAsync(HistoryTableName.Default, stop))
        {
            string statements = entry.StatementsTotal is { } total ? $"{entry.StatementsApplied}/{total} statements" : "not run";
            Console.WriteLine($"   {entry.Id,3} {entry.StatusText,-10} {entry.FileName,-32} {statements}, by {entry.AppliedBy}");
        }
    }

    private async Task<ISqlSessionFactory> DatabaseAsync(LocalPostgres server, string name) =>
        DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await server.CreateDatabaseAsync(name, stop) });

    private void Say(string what) => Console.WriteLine($"{++_step}. {what}");

    private static string Indent(string text) => string.Concat(text.Split('\n', StringSplitOptions.None).SkipLast(1).Select(line => line.Length > 0 ? $"   {line}\n" : "\n"));
}
