namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Runs one statement over many sets of values.</summary>
internal sealed class BatchExecuteStatementRequest : AmazonRDSDataServiceRequest
{
    /// <summary>The database, at most 64 characters.</summary>
    public string? Database { get; set; }

    /// <summary>The schema; version 2 of the service refuses it.</summary>
    public string? Schema { get; set; }

    /// <summary>The statement, without a closing semicolon.</summary>
    public string? Sql { get; set; }

    /// <summary>The sets of values; the whole request has at most 4 MiB.</summary>
    public List<List<SqlParameter>>? ParameterSets { get; set; }

    /// <summary>The transaction; null makes the batch one of its own.</summary>
    public string? TransactionId { get; set; }
}
