namespace PgMigrate.Chaos.Faults;

/// <summary>A fact that needs a server and a small file system of its own, which only root may mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Find);

    public TmpfsFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason ?? Reason.Value;
        Timeout = TestLimit.Milliseconds;
    }

    private static string? Find()
    {
        try
        {
            using var probe = new SmallFileSystem(1);
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
    }
}
