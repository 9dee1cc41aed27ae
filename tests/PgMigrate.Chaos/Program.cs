using PgMigrate.Chaos.Campaigns;
using PgMigrate.Chaos.Runner;

namespace PgMigrate.Chaos;

/// <summary>Run as a program, this assembly is a runner to be killed, or does the full run.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["runner"]:
                await RunnerHost.ServeAsync(Console.In, Console.Out);
                return 0;
            case ["full", .. string[] only]:
                return await FullRun.RunAsync(only, Console.Out) ? 0 : 1;
            case ["sizes"]:
                await Sizes.RunAsync(Console.Out);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: full [postgres|dataapi|dsql] [runner|server|cut|crowd|frozen|inputs] | sizes | runner");
                return 2;
        }
    }
}
