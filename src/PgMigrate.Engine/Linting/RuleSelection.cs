namespace PgMigrate.Engine.Linting;

/// <summary>The rules that options choose, with their severities.</summary>
internal sealed class RuleSelection
{
    private readonly Dictionary<LintRule, LintSeverity> _configured = [];

    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public RuleSelection(LintOptions options)
    {
        HashSet<LintRule> included = Resolve(options.Rules);
        HashSet<LintRule> excluded = Resolve(options.ExcludedRules.Where(name => name != LintOptions.AllRules));
        excluded.UnionWith(options.ExcludedRules.Contains(LintOptions.AllRules, StringComparer.Ordinal) ? RuleCatalog.All : []);
        foreach ((string name, LintSeverity severity) in options.Severities)
        {
            foreach (LintRule rule in Resolve([name]).Where(rule => !rule.Metadata.IsRequired))
            {
                _configured[rule] = severity;
            }
        }

        var rules = new List<LintRule>();
        foreach (LintRule rule in RuleCatalog.For(options.Target))
        {
            RuleMetadata metadata = rule.Metadata;
            bool chosen = (included.Count == 0 || included.Contains(rule)) && !excluded.Contains(rule);
            bool current = (metadata.AllowedSince is not { } since || options.RulesetDate < since) && Concerns(metadata, options.MinimumServerVersion);

            // What a table's size may raise is looked for, too; what stays below is dropped with the diagnostics.
            bool counts = SeverityOf(rule) >= options.MinimumSeverity || (options.Schema.IsLive && metadata.SizeEffect == RuleSizeEffect.Duration);
            if (current && counts && (chosen || metadata.IsRequired))
            {
                rules.Add(rule);
            }
        }

        Rules = rules;
    }

    /// <summary>Those whose findings count, in the order of their ids.</summary>
    public IReadOnlyList<LintRule> Rules { get; }

    /// <summary>The options' where they name the rule, else the finding's own, else the rule's.</summary>
    public LintSeverity SeverityOf(LintFinding finding) =>
        finding.Severity is { } own && !_configured.ContainsKey(finding.Rule) ? own : SeverityOf(finding.Rule);

    private LintSeverity SeverityOf(LintRule rule) => _configured.TryGetValue(rule, out LintSeverity severity) ? severity : rule.Metadata.DefaultSeverity;

    /// <summary>What only old servers do is asked for by naming one.</summary>
    private static bool Concerns(RuleMetadata metadata, ServerVersion? oldest) =>
        metadata.EndedWith is not { } ended || (oldest is { } version && version < ended && (metadata.BeganWith is not { } began || version.Major >= began.Major));

    private static HashSet<LintRule> Resolve(IEnumerable<string> names)
    {
        var rules = new HashSet<LintRule>();
        foreach (string name in names)
        {
            LintRule[] found = [.. RuleCatalog.Find(name)];
            rules.UnionWith(found.Length > 0 ? found : throw new UnknownRuleException(name));
        }

        return rules;
    }
}
