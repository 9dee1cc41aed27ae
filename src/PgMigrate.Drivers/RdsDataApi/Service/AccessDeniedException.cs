namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The caller may not do this (403).</summary>
internal sealed class AccessDeniedException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
