using PgMigrate.Sandbox;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Testing;

/// <summary>Whether tests that need a real server can run here.</summary>
internal static class PostgresAvailability
{
    private static readonly Lazy<string?> Reason = new(Find);

    /// <summary>
    /// Why such a test is to be skipped, or null. Never skipped where CI=true: there a missing server is a failure of the build.
    /// </summary>
    public static string? SkipReason => IsCi ? null : Reason.Value;

    private static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Find()
    {
        try
        {
            Task.Run(() => PostgresBinaries.FindAsync()).GetAwaiter().GetResult();
            return null;
        }
        catch (SandboxException e)
        {
            return e.Message;
        }
    }
}
