namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The call or its SQL is wrong; version 1 of the service only (400).</summary>
internal sealed class BadRequestException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
