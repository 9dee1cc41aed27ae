namespace PgMigrate.Engine.Running;

/// <summary>A message the server sent beside its results.</summary>
/// <param name="Severity">NOTICE, WARNING, INFO, LOG or DEBUG, not translated.</param>
/// <param name="Message">The text.</param>
/// <param name="SqlState">SQLSTATE, or null.</param>
public sealed record SqlNotice(string Severity, string Message, string? SqlState)
{
    /// <summary>DETAIL, if any.</summary>
    public string? Detail { get; init; }

    /// <summary>HINT, if any.</summary>
    public string? Hint { get; init; }
}
