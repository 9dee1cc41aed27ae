using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests;

/// <summary>Run as a program, this assembly owns a sandbox, in the folder that it is given, until it is killed or its standard input ends.</summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        string? folder = arguments.FirstOrDefault(argument => argument.StartsWith('/'));
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions { TemporaryFolder = folder });
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
