namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The result has a type or a size that the service does not return (400).</summary>
internal sealed class UnsupportedResultException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
