using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>One try of a batch.</summary>
internal sealed class BatchRun(SqlBatch batch, List<IReadOnlyList<SqlRow>>? results)
{
    public SqlBatch Batch { get; } = batch;

    /// <summary>Where rows go; null drops them.</summary>
    public List<IReadOnlyList<SqlRow>>? Results { get; } = results;

    /// <summary>Index of the command under way.</summary>
    public int Index { get; set; }

    /// <summary>The statement under way, as it was sent.</summary>
    public PreparedStatement? Statement { get; set; }

    /// <summary>Statements answered.</summary>
    public int Done { get; set; }

    /// <summary>True when its statements are part of a transaction.</summary>
    public bool InTransaction { get; set; }

    public BatchStage Stage { get; set; }

    /// <summary>True when it is not known whether the transaction was committed.</summary>
    public bool IsUnknown { get; set; }
}
