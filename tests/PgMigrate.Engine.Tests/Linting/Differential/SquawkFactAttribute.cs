namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>A fact that needs squawk from npm.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SquawkFactAttribute : FactAttribute
{
    public SquawkFactAttribute() => Skip = NpmPeers.SquawkSkipReason;
}
