namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The cluster is in a state that allows no call (400).</summary>
internal sealed class InvalidResourceStateException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
