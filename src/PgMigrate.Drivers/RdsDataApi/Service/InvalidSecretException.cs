namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The secret holds no usable user name and password (400).</summary>
internal sealed class InvalidSecretException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
