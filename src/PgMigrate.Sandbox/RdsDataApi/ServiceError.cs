namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>An answer of the service that is an error.</summary>
internal sealed class ServiceError(string name, int status, string? message) : Exception(message ?? name)
{
    /// <summary>Its name on the wire.</summary>
    public string Name { get; } = name;

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The text; null for errors that the model gives none.</summary>
    public string? Text { get; } = message;

    /// <summary>The server process, of a statement that timed out.</summary>
    public long? DbConnectionId { get; init; }

    public static ServiceError Validation(string message) => new("ValidationException", 400, message);

    public static ServiceError Constraint(string member, string constraint) =>
        Validation($"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}");

    public static ServiceError Database(string message) => new("DatabaseErrorException", 400, message);

    public static ServiceError Unsupported(string message) => new("UnsupportedResultException", 400, message);

    public static ServiceError TransactionNotFound(string id) => new("TransactionNotFoundException", 404, $"Transaction {id} is not found");
}
