namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The statement took longer than 45 s (400). With <c>continueAfterTimeout</c> it goes on.</summary>
internal sealed class StatementTimeoutException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details)
{
    /// <summary>The database connection that the statement runs on, or null.</summary>
    public long? DbConnectionId { get; init; }
}
