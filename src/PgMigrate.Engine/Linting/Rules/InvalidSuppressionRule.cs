namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A comment that is meant to hide findings and does not.</summary>
internal sealed class InvalidSuppressionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "invalid-suppression",
        Title = "A suppression names no rule, an unknown one, or hides nothing",
        Triggers = "-- @ignore without a rule, with a rule that does not exist or cannot be suppressed, or with one that finds nothing there. Rules left out of the check are not judged; squawk's comments are judged for use alone when all their rules are known here.",
        Effect = "The reader believes that a danger was looked at, and the next real finding at that place may be hidden unseen.",
        Instead = "Correct the name or remove the comment.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["unused-ignore"],
        Scope = RuleScope.File,
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void CheckSuppressions(LintContext context)
    {
        foreach (Suppression suppression in context.Suppressions.Items.Where(item => !item.IsForeign))
        {
            if (suppression.Names.Count == 0)
            {
                Report(context, suppression, "This suppression names no rule.");
            }

            foreach (string name in suppression.Names)
            {
                CheckName(context, suppression, name);
            }
        }
    }

    private void CheckName(LintContext context, Suppression suppression, string name)
    {
        LintRule[] rules = [.. RuleCatalog.Find(name)];
        if (rules.Length == 0)
        {
            Report(context, suppression, UnknownRuleException.MessageFor(name, RuleCatalog.Suggest(name)));
        }
        else if (rules.All(rule => rule.Metadata.IsRequired))
        {
            Report(context, suppression, $"Rule {name} cannot be suppressed: no run could succeed.");
        }
        else if (rules.Any(context.IsActive) && !rules.Any(suppression.HasHidden) && !rules.Contains(this))
        {
            Report(context, suppression, $"Rule {name} finds nothing here that could be suppressed.");
        }
    }

    private void Report(LintContext context, Suppression suppression, string message) =>
        context.Report(this, suppression.Start, suppression.Length, message);
}
