namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The caller's rights do not suffice (403).</summary>
internal sealed class ForbiddenException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
