namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The cluster has no instance (404).</summary>
internal sealed class DatabaseNotFoundException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
