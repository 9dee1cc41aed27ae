namespace PgMigrate.Drivers.Tests.Running;

/// <summary>A fact that needs a server and pgbouncer.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute() =>
        Skip = PostgresAvailability.SkipReason ?? (PgBouncer.Program is null ? "pgbouncer is not installed." : null);
}
