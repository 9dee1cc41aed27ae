namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The instance was paused and is waking up; the request was cancelled (400).</summary>
internal sealed class DatabaseResumingException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
