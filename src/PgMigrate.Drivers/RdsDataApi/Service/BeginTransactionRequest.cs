namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Starts a transaction.</summary>
internal sealed class BeginTransactionRequest : AmazonRDSDataServiceRequest
{
    /// <summary>The database, at most 64 characters.</summary>
    public string? Database { get; set; }

    /// <summary>The schema; version 2 of the service refuses it.</summary>
    public string? Schema { get; set; }
}
