namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>What one set of a batch did.</summary>
internal sealed class UpdateResult
{
    /// <summary>Generated values; always empty on PostgreSQL.</summary>
    public List<Field>? GeneratedFields { get; set; }
}
