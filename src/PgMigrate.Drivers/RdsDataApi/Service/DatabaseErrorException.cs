namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The database refused the statement (400).</summary>
internal sealed class DatabaseErrorException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
