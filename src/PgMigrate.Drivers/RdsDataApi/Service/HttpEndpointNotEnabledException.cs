namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The cluster's Data API is switched off (400).</summary>
internal sealed class HttpEndpointNotEnabledException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
