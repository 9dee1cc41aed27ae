using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The result of one statement.</summary>
internal sealed class ExecuteStatementResponse : AmazonWebServiceResponse
{
    /// <summary>The rows; null when the statement gives none or they are in <see cref="FormattedRecords"/>.</summary>
    public List<List<Field>>? Records { get; set; }

    /// <summary>The columns, when asked for.</summary>
    public List<ColumnMetadata>? ColumnMetadata { get; set; }

    /// <summary>Rows written.</summary>
    public long? NumberOfRecordsUpdated { get; set; }

    /// <summary>Generated values; always empty on PostgreSQL.</summary>
    public List<Field>? GeneratedFields { get; set; }

    /// <summary>The rows as JSON, when asked for.</summary>
    public string? FormattedRecords { get; set; }
}
