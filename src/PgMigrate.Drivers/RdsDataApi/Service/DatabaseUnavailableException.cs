namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The writer is not there (504).</summary>
internal sealed class DatabaseUnavailableException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
