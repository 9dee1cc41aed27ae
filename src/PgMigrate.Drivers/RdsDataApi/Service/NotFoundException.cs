namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The cluster, secret or database is not there (404).</summary>
internal sealed class NotFoundException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
