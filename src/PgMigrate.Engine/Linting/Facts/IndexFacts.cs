namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What is known of an index.</summary>
/// <param name="Keys">Its key columns in order; expressions count as <c>?</c>.</param>
/// <param name="IsUnique">True when it refuses duplicates.</param>
/// <param name="IsPartial">True when it holds some rows only.</param>
/// <param name="IsValid">False when a concurrent build failed half-way: it is kept up to date and never used.</param>
internal sealed record IndexFacts(IReadOnlyList<string> Keys, bool IsUnique, bool IsPartial, bool IsValid)
{
    /// <summary>True when a lookup by the column can use it.</summary>
    public bool LeadsWith(string column) => IsValid && !IsPartial && Keys.Count > 0 && Keys[0] == column;
}
