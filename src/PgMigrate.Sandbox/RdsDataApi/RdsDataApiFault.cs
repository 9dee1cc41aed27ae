namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A failure to order from the emulator; it strikes the next calls that match and is then used up.</summary>
/// <param name="Kind">How the call fails.</param>
/// <param name="AfterActing">False: before anything is done. True: the database has done its work, only the answer fails.</param>
public sealed record RdsDataApiFault(RdsDataApiFaultKind Kind, bool AfterActing = false)
{
    /// <summary>Strikes only this operation; null for any.</summary>
    public RdsDataApiOperation? Operation { get; init; }

    /// <summary>Strikes only statements that contain this text; null for any call.</summary>
    public string? SqlContains { get; init; }

    /// <summary>Calls that match and are spared first; 0 by default.</summary>
    public int Skip { get; init; }

    /// <summary>Calls that are struck; 1 by default.</summary>
    public int Times { get; init; } = 1;
}
