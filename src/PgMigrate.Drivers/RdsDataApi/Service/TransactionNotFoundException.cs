namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The transaction has ended or never was (404).</summary>
internal sealed class TransactionNotFoundException(string message, Exception? inner, ErrorDetails details)
    : AmazonRDSDataServiceException(message, inner, details);
