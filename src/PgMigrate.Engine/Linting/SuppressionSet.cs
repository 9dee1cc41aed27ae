namespace PgMigrate.Engine.Linting;

/// <summary>The suppressions of a script.</summary>
public sealed class SuppressionSet
{
    private readonly List<Suppression> _wide = [];
    private readonly ILookup<int, Suppression> _narrow;

    internal SuppressionSet(IReadOnlyList<Suppression> items)
    {
        Items = items;
        _wide.AddRange(items.Where(item => item.StatementIndex is null || item.Rules.Any(rule => rule.Metadata.Scope == RuleScope.File)));
        _narrow = items.Where(item => item.StatementIndex is not null).ToLookup(item => item.StatementIndex!.Value);
    }

    /// <summary>All of them, in the order of the script.</summary>
    public IReadOnlyList<Suppression> Items { get; }

    /// <summary>Lets what the up part says of the whole file count here too.</summary>
    internal void Inherit(SuppressionSet up) => _wide.AddRange(up._wide);

    /// <summary>True when a suppression hides the finding; every one that does counts as used.</summary>
    internal bool Hides(LintFinding finding)
    {
        bool hidden = false;
        foreach (Suppression item in _wide)
        {
            hidden |= item.TryHide(finding);
        }

        if (finding.Statement is { } statement)
        {
            foreach (Suppression item in _narrow[statement.Index])
            {
                hidden |= item.TryHide(finding);
            }
        }

        return hidden;
    }
}
