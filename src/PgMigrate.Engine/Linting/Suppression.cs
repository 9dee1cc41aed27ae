namespace PgMigrate.Engine.Linting;

/// <summary>One comment that hides findings.</summary>
public sealed class Suppression
{
    private readonly HashSet<LintRule> _used = [];

    /// <summary>Offset in the script of the directive.</summary>
    public required int Start { get; init; }

    /// <summary>Length of the directive, its rules included.</summary>
    public required int Length { get; init; }

    /// <summary>The rules it names, as written; empty for squawk's form that hides all of them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Why, as written; empty when the author does not say.</summary>
    public required string Reason { get; init; }

    /// <summary>Index of the statement it belongs to; null for the whole file.</summary>
    public required int? StatementIndex { get; init; }

    /// <summary>True for squawk's own comments: their names are not judged, since they are there for squawk.</summary>
    public required bool IsForeign { get; init; }

    /// <summary>The registered rules behind the names.</summary>
    internal IReadOnlyList<LintRule> Rules => _rules ??= [.. Names.SelectMany(RuleCatalog.Find).Distinct()];

    private IReadOnlyList<LintRule>? _rules;

    /// <summary>True when it hid a finding of the rule.</summary>
    /// <param name="rule">The rule.</param>
    internal bool HasHidden(LintRule rule) => _used.Contains(rule);

    /// <summary>Hides a finding if it is meant; remembers that it did.</summary>
    internal bool TryHide(LintFinding finding)
    {
        bool named = Names.Count == 0 ? IsForeign : Rules.Contains(finding.Rule);
        bool there = StatementIndex is null || finding.Rule.Metadata.Scope == RuleScope.File || finding.Statement?.Index == StatementIndex;
        return named && there && !finding.Rule.Metadata.IsRequired && (_used.Add(finding.Rule) || true);
    }
}
