namespace PgMigrate.Engine.Parsing;

/// <summary><c>VACUUM</c>, <c>CLUSTER</c>, <c>REPACK</c>, <c>REINDEX</c> or <c>REFRESH MATERIALIZED VIEW</c>.</summary>
/// <param name="Command">Which, in upper case.</param>
/// <param name="Target">What it names, or null for everything.</param>
public sealed record MaintenanceStatement(string Command, TableReference? Target) : ParsedStatement
{
    /// <summary>True with <c>CONCURRENTLY</c>.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>True for <c>VACUUM FULL</c>.</summary>
    public bool IsFull { get; init; }
}
