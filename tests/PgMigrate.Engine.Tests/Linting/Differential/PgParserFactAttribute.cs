namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>A fact that needs PostgreSQL's parser from npm.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PgParserFactAttribute : FactAttribute
{
    public PgParserFactAttribute() => Skip = NpmPeers.SkipReason;
}
