namespace PgMigrate.Engine.Running;

/// <summary>A row of a result.</summary>
/// <param name="Values">Values by column: string, int, long, bool, double, decimal, Guid, DateTimeOffset, DateTime or null.</param>
public sealed record SqlRow(IReadOnlyList<object?> Values)
{
    /// <summary>A column's value as text, or null.</summary>
    /// <param name="column">Column, from 0.</param>
    public string? GetString(int column) =>
        Values[column] is { } value ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>A column's value as a number.</summary>
    /// <param name="column">Column, from 0.</param>
    public long GetInt64(int column) => Convert.ToInt64(Values[column], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A column's value as a truth value.</summary>
    /// <param name="column">Column, from 0.</param>
    public bool GetBoolean(int column) => Convert.ToBoolean(Values[column], System.Globalization.CultureInfo.InvariantCulture);
}
