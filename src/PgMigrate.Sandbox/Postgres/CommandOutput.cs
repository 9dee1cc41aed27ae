namespace PgMigrate.Sandbox.Postgres;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandOutput(int ExitCode, string Output, string Error)
{
    /// <summary>The last lines it said, for a message.</summary>
    public string Tail => LogTail.Of((Output + "\n" + Error).Split('\n'));
}
