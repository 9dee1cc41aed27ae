using System.Text.Json;

namespace PgMigrate.Engine.Running;

/// <summary>How far a statement that runs in ranges has come; kept in the history row, committed with each range.</summary>
/// <param name="Statement">Index of the statement.</param>
/// <param name="Rows">Rows changed, those of the last range not yet counted: their number is known only once it is committed.</param>
/// <param name="After">Key of the last row of the ranges that are done, a text for each column.</param>
/// <param name="Last">Key of the last row to be done: the highest when the statement began.</param>
internal sealed record BatchProgress(int Statement, long Rows, IReadOnlyList<string> After, IReadOnlyList<string> Last)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static BatchProgress? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<BatchProgress>(text) is { After: not null, Last: not null } progress ? progress : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text for the history.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);
}
