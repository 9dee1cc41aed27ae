using PgMigrate.Quickstart;
using PgMigrate.Sandbox;

// The whole main job on a throw-away server, from a plain .NET host. The same few calls serve an AWS Lambda handler.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    return await new MainJob(stop.Token).RunAsync() ? 0 : 1;
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
