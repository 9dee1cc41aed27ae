namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>A fact that needs a real server and programs of the machine's; skipped, with their names, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealInputFactAttribute : FactAttribute
{
    public RealInputFactAttribute(params string[] programs)
    {
        Skip = PostgresAvailability.SkipReason ?? ExternalProgram.WhyMissing(programs) ?? (programs.Contains("npm") ? NpmRegistry.WhyNot : null);
        Timeout = TestLimit.Milliseconds;
    }
}
