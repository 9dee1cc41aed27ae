using System.Runtime.InteropServices;
using PgMigrate.Bench;
using PgMigrate.Bench.Databases;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Suites;
using PgMigrate.Bench.Workloads;
using PgMigrate.Sandbox;
using PgMigrate.Sandbox.Postgres;

// Measures ours and its peers in one run on one throw-away server; docs/benchmarks.md says how to read the table.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

if (args is [LintSuite.FolderArgument, var lintFolder])
{
    Console.WriteLine(LintSuite.CheckAll(lintFolder));
    return 0;
}

try
{
    BenchOptions options = BenchOptions.Parse(args);
    using var scratch = new ScratchFolder();
    await using var server = new BenchServer(await LocalPostgres.StartAsync(new LocalPostgresOptions(), stop.Token));
    PsqlClient? psql = PsqlClient.Find(server.BinFolder);
    Console.WriteLine($"PostgreSQL {server.Version}, .NET {Environment.Version}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}");
    Console.WriteLine($"{options.Rounds} rounds after one to warm up, contenders in turn; medians. The server runs with fsync off, over TCP on 127.0.0.1.");
    Console.WriteLine();

    var table = new ResultTable();
    IEnumerable<Comparison> comparisons = new ApplySuite(server, psql, scratch, options.Migrations).Comparisons()
        .Concat(new BigFileSuite(server, psql, scratch, options.BigFileMegabytes).Comparisons())
        .Concat(new ReadingSuite(scratch, options.SplitMegabytes, options.BigFileMegabytes, options.Migrations).Comparisons())
        .Concat(new LintSuite(scratch, options.LintMegabytes, options.Migrations).Comparisons());
    try
    {
        foreach (Comparison comparison in comparisons.Where(comparison => options.Runs(comparison.Title)))
        {
            Console.Error.WriteLine($"{comparison.Title} …");
            table.Add(comparison, await comparison.MeasureAsync(options.Rounds, stop.Token));
        }
    }
    finally
    {
        // Also when it is stopped: what was measured took minutes.
        Console.WriteLine(table);
    }

    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
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
