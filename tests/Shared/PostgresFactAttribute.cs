namespace PgMigrate.Testing;

/// <summary>A fact that needs a real PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason;
        Timeout = TestLimit.Milliseconds;
    }
}
