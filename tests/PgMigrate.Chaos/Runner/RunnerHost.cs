using System.Text.Json;
using System.Text.Json.Serialization;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Runner;

/// <summary>The process that is killed, frozen and cut off: takes orders line by line, says when a run starts and how it ended.</summary>
internal static class RunnerHost
{
    public const string Started = "started";

    public static JsonSerializerOptions Json { get; } = new() { Converters = { new JsonStringEnumConverter() } };

    public static async Task ServeAsync(TextReader orders, TextWriter answers)
    {
        while (await orders.ReadLineAsync() is { } line)
        {
            RunnerOrder order = JsonSerializer.Deserialize<RunnerOrder>(line, Json)!;
            await answers.WriteLineAsync(Started);
            await answers.FlushAsync();
            RunOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, order.Runs).Select(_ => Task.Run(() => RunAsync(order))));
            await answers.WriteLineAsync(JsonSerializer.Serialize(outcomes, Json));
            await answers.FlushAsync();
        }
    }

    private static async Task<RunOutcome> RunAsync(RunnerOrder order)
    {
        try
        {
            var runner = new MigrationRunner(order.Address.Open(), new Silence(), TimeProvider.System);
            var options = new RunOptions
            {
                Resume = order.Resume,
                LockTimeout = TimeSpan.FromSeconds(order.LockTimeoutSeconds),
                ToolVersion = "chaos",
            };
            return RunOutcome.Of(await runner.RunAsync(MigrationFolder.Read(order.Folder), options));
        }
        catch (Exception error) when (error is SqlFailureException or RunLockedException)
        {
            return new RunOutcome { Error = $"{error.GetType().Name}: {error.Message}" };
        }
    }

    private sealed class Silence : IRunObserver
    {
        public void OnEvent(RunEvent runEvent)
        {
        }
    }
}
