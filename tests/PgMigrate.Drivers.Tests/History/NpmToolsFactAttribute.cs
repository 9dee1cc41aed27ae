namespace PgMigrate.Drivers.Tests.History;

/// <summary>A fact that runs tools from npm on a real server; skipped with the reason where either is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmToolsFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["npm", "node"];

    public NpmToolsFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason ?? (IsCi ? null : Reason);
        Timeout = TestLimit.Milliseconds;
    }

    /// <summary>What is missing on PATH, or null.</summary>
    public static string? Reason { get; } = Needed.Where(name => !IsOnPath(name)).Select(name => $"{name} is not on PATH, so the real tools cannot be fetched.").FirstOrDefault();

    private static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".cmd"))));
}
