namespace PgMigrate.Engine.Linting;

/// <summary>The error <c>UnknownRule</c>: options name a rule that does not exist.</summary>
public sealed class UnknownRuleException : ArgumentException
{
    /// <summary>Makes the error.</summary>
    /// <param name="rule">The name that is none.</param>
    public UnknownRuleException(string rule)
        : base(MessageFor(rule, RuleCatalog.Suggest(rule)))
    {
        Rule = rule;
        Suggestions = RuleCatalog.Suggest(rule);
    }

    /// <summary>The name that is none.</summary>
    public string Rule { get; }

    /// <summary>Names that may have been meant, the nearest first.</summary>
    public IReadOnlyList<string> Suggestions { get; }

    /// <summary>The sentence for a name, also used for suppressions.</summary>
    internal static string MessageFor(string rule, IReadOnlyList<string> suggestions) =>
        $"There is no rule '{rule}'.{(suggestions.Count > 0 ? $" Did you mean {string.Join(", ", suggestions)}?" : "")}";
}
