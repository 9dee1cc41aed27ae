namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>A fact that needs Node.js 20 or newer on PATH; skipped with the reason where there is none, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeHostFactAttribute : FactAttribute
{
    public NodeHostFactAttribute() => Skip = NodeHostTheoryAttribute.SkipReason;
}
