using PgMigrate.Engine.Linting.Fixing;

namespace PgMigrate.Engine.Linting;

/// <summary>What a rule reported, before its place in the file, its severity and its suppression are settled.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Start">Offset in the script where the mark starts.</param>
/// <param name="Length">Length of the mark in UTF-16 code units; 0 for a bare place.</param>
/// <param name="Message">The problem.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Statement">The statement it is about, or null.</param>
/// <param name="Rewrite">What would mend it, with offsets in the script; null when only people can.</param>
internal sealed record LintFinding(LintRule Rule, int Start, int Length, string Message, string Fix, LintStatement? Statement, LintFix? Rewrite = null)
{
    /// <summary>Its severity where that is not the rule's own; null where it is. Options are stronger.</summary>
    public LintSeverity? Severity { get; init; }

    /// <summary>What a database said that it rests on, or null.</summary>
    public string? LiveFacts { get; init; }
}
