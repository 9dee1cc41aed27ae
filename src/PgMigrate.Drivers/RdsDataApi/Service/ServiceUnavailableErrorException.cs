namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The cluster's service is not there (503). Its wire name is <c>ServiceUnavailableError</c>.</summary>
internal sealed class ServiceUnavailableErrorException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
