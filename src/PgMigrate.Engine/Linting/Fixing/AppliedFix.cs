namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>A fix that was made.</summary>
/// <param name="RuleId">The rule that asked for it.</param>
/// <param name="Title">What it did.</param>
/// <param name="Safety">Whether it needs review.</param>
/// <param name="Path">Full path of the file, or null for a text that came from none.</param>
/// <param name="Line">Line of the finding, from 1, in the text as it was when the fix was made: fixes before it may have moved it.</param>
public sealed record AppliedFix(string RuleId, string Title, FixSafety Safety, string? Path, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {RuleId}: {Title}{(Safety == FixSafety.ReviewNeeded ? " (review needed)" : "")}";
}
