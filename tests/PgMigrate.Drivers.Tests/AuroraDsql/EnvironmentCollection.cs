namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Tests that change the process's environment; they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "environment";
}
