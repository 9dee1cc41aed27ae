namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Runs one statement.</summary>
internal sealed class ExecuteStatementRequest : AmazonRDSDataServiceRequest
{
    /// <summary>The database, at most 64 characters.</summary>
    public string? Database { get; set; }

    /// <summary>The schema; version 2 of the service refuses it.</summary>
    public string? Schema { get; set; }

    /// <summary>The statement, at most 65,536 characters; parameters are written <c>:name</c>.</summary>
    public string? Sql { get; set; }

    /// <summary>Values for the parameters.</summary>
    public List<SqlParameter>? Parameters { get; set; }

    /// <summary>The transaction; null makes the statement one of its own.</summary>
    public string? TransactionId { get; set; }

    /// <summary>Whether the answer describes its columns.</summary>
    public bool? IncludeResultMetadata { get; set; }

    /// <summary>Whether a statement that takes longer than 45 s goes on.</summary>
    public bool? ContinueAfterTimeout { get; set; }

    /// <summary>How numbers are written.</summary>
    public ResultSetOptions? ResultSetOptions { get; set; }

    /// <summary>Whether rows come as one JSON text.</summary>
    public RecordsFormatType? FormatRecordsAs { get; set; }
}
