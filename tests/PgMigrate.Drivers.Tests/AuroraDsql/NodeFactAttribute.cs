namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>A fact that needs node with the AWS signer and node-postgres.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        Skip = NodePackages.SkipReason;
        Timeout = TestLimit.Milliseconds;
    }
}
