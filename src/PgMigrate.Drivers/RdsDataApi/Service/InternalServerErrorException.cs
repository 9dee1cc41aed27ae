namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The service failed (500).</summary>
internal sealed class InternalServerErrorException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
