namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>An error that the service gives and PostgreSQL would not.</summary>
/// <param name="SqlState">SQLSTATE.</param>
/// <param name="Message">The message.</param>
/// <param name="Hint">The hint, or null.</param>
internal sealed record Refusal(string SqlState, string Message, string? Hint = null)
{
    /// <summary>A feature that the service does not have.</summary>
    public static Refusal Unsupported(string message) => new("0A000", message);

    /// <summary>A statement that the service does not have, by the name it gives it.</summary>
    public static Refusal Statement(string name) => Unsupported("unsupported statement: " + name);

    /// <summary>The log-in failed.</summary>
    public static Refusal AccessDenied(string? hint = null) => new("28000", "unable to accept connection, access denied", hint);

    /// <summary>A row was changed by another transaction.</summary>
    public static Refusal Conflict { get; } = new("40001", "change conflicts with another transaction (OC000)");

    /// <summary>The catalog was changed by another transaction.</summary>
    public static Refusal SchemaConflict { get; } = new("40001", "schema has been updated by another transaction, please retry: (OC001)");
}
