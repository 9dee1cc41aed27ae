namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The secret cannot be read (400).</summary>
internal sealed class SecretsErrorException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
