using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests;

/// <summary>Run as a program, this assembly owns a sandbox until it is killed or its standard input ends.</summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        var host = (UnixServerHost)server.ServerHost;
        Console.WriteLine($"{server.ProcessId} {host.SupervisorId} {server.Folder} {server.ConnectionString}");
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        // Without disposing: what an owner that forgets leaves to the supervisor.
        if (arguments.Contains("--exit"))
        {
            Environment.Exit(0);
        }
    }
}
