using PgMigrate.Drivers.NodePgMigrate;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>As <see cref="NodeHostFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeHostTheoryAttribute : TheoryAttribute
{
    public NodeHostTheoryAttribute() => Skip = SkipReason;

    /// <summary>Why not, or null.</summary>
    public static string? SkipReason { get; } = Find();

    private static string? Find()
    {
        bool isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        NodeProgram? found = Task.Run(() => NodeProgram.FindAsync(null, CancellationToken.None)).GetAwaiter().GetResult();
        return isCi || found?.Version >= NodeProgram.Oldest ? null : $"Node.js {NodeProgram.Oldest} or newer is not on PATH";
    }
}
