namespace PgMigrate.Testing;

/// <summary>A theory that needs a real PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        Skip = PostgresAvailability.SkipReason;
        Timeout = TestLimit.Milliseconds;
    }
}
