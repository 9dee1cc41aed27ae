using System.Diagnostics;
using System.Globalization;
using System.Text;
using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>Time and memory for many migrations and for a large one, each size twice the one before, so that growth shows.</summary>
internal static class Sizes
{
    private static readonly int[] Counts = [1_250, 2_500, 5_000, 10_000];
    private static readonly int[] Megabytes = [62, 125, 250, 500];

    /// <exception cref="ChaosException">A run failed.</exception>
    public static async Task RunAsync(TextWriter output)
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        await output.WriteLineAsync("| What | Apply | Run again | Peak memory of the runner |\n|---|---|---|---|");
        foreach (int count in Counts)
        {
            await OneAsync(server, $"{count.ToString("N0", CultureInfo.InvariantCulture)} migrations", folder => WriteMany(folder, count), output);
        }

        foreach (int megabytes in Megabytes)
        {
            await OneAsync(server, $"one file of {megabytes} MB", folder => WriteLarge(folder, megabytes), output);
        }
    }

    private static async Task OneAsync(LocalPostgres server, string what, Action<string> write, TextWriter output)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pgm-sizes");
        try
        {
            write(folder.FullName);
            string database = await server.CreateDatabaseAsync("size_" + Guid.NewGuid().ToString("N"));
            var order = new RunnerOrder(new TargetAddress(SqlTarget.PostgreSql) { ConnectionString = database }, folder.FullName);
            using RunnerProcess runner = RunnerProcess.Start();
            TimeSpan first = await TimeAsync(runner, order);
            long memory = runner.PeakMemory;
            TimeSpan second = await TimeAsync(runner, order);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {what} | {first.TotalSeconds:0.0} s | {second.TotalSeconds:0.0} s | {memory >> 20} MiB |"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> TimeAsync(RunnerProcess runner, RunnerOrder order)
    {
        long start = Stopwatch.GetTimestamp();
        RunOutcome outcome = await runner.RunAsync(order, TimeSpan.FromHours(1));
        return outcome.Succeeded ? Stopwatch.GetElapsedTime(start) : throw new ChaosException(outcome.ToString());
    }

    private static void WriteMany(string folder, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            File.WriteAllText(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:00000}_step.sql")),
                number == 1 ? "CREATE TABLE t (id int, filler text);" : string.Create(CultureInfo.InvariantCulture, $"INSERT INTO t VALUES ({number}, 'x');"));
        }
    }

    private static void WriteLarge(string folder, int megabytes)
    {
        using var writer = new StreamWriter(Path.Combine(folder, "0001_large.sql"), append: false, new UTF8Encoding(false));
        writer.Write("CREATE UNLOGGED TABLE t (id int, filler text);\n");
        string filler = new('x', 900);
        for (int number = 0; number < megabytes * 1_100; number++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO t VALUES ({number}, '{filler}');\n"));
        }
    }
}
