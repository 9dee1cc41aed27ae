using PgMigrate.Drivers;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Quickstart;
using PgMigrate.Sandbox;
using PgMigrate.Sandbox.Postgres;

// The whole main job on a throw-away database, from a plain .NET host. The same few calls serve an AWS Lambda handler.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    Console.WriteLine("1. Start a sandbox server");
    await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions(), stop.Token);
    Console.WriteLine($"   PostgreSQL {server.Version} on {server.Host}:{server.Port}; it is gone when this program ends.");
    ISqlSessionFactory database = DriverFactory.CreatePostgres(
        new PostgresConnectionOptions { ConnectionString = await server.CreateDatabaseAsync("shop", stop.Token) });

    Console.WriteLine("2. Read a folder of migrations");
    string folder = Path.Combine(AppContext.BaseDirectory, "migrations");
    MigrationSet set = MigrationFolder.Read(folder);
    foreach (MigrationProblem problem in set.Problems)
    {
        Console.WriteLine($"   {problem.Severity}: {problem} {problem.Remedy}");
    }

    Console.WriteLine($"   {set.Migrations.Count} migrations in {folder}");

    Console.WriteLine("3. Apply what is pending");
    var runner = new MigrationRunner(database, new ConsoleObserver(), TimeProvider.System);
    var options = new RunOptions { ToolVersion = typeof(MigrationRunner).Assembly.GetName().Version!.ToString(3) };
    RunResult first = await runner.RunAsync(set, options, stop.Token);

    Console.WriteLine("4. Apply again: nothing is left to do");
    RunResult second = await runner.RunAsync(set, options, stop.Token);
    Console.WriteLine($"   {second.Results.Count} migrations applied.");

    Console.WriteLine("5. Read the log");
    foreach (MigrationLogEntry entry in await new MigrationLogReader(database).ReadAsync(HistoryTableName.Default, stop.Token))
    {
        Console.WriteLine($"   {entry.Id,3} {entry.StatusText,-10} {entry.FileName,-32} {entry.StatementsApplied}/{entry.StatementsTotal} by {entry.AppliedBy}");
    }

    return first.Succeeded && second.Succeeded && second.Results.Count == 0 ? 0 : 1;
}
catch (SandboxException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
