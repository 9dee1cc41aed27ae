namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>An error of the server.</summary>
internal sealed record WireError(string SqlState, string Severity, string Message, string? Detail, string? Hint, string? Position)
{
    /// <summary>In one line, as the service tells it.</summary>
    public string ToServiceText() => $"{Severity}: {Message}"
        + (Detail is null ? "" : $"; Detail: {Detail}")
        + (Hint is null ? "" : $"; Hint: {Hint}")
        + (Position is null ? "" : $"; Position: {Position}")
        + $"; SQLState: {SqlState}";
}
