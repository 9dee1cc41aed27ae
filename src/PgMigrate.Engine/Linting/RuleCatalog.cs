using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting;

/// <summary>The rules there are: every <see cref="LintRule"/> of this assembly, found once.</summary>
public static class RuleCatalog
{
    private static readonly Lazy<IReadOnlyList<LintRule>> Rules = new(Discover);

    private static readonly Lazy<ILookup<string, LintRule>> ByName = new(() => All
        .SelectMany(rule => rule.Metadata.Aliases.Prepend(rule.Metadata.Id).Select(name => (Key: KeyOf(name), rule)))
        .Distinct()
        .ToLookup(entry => entry.Key, entry => entry.rule, StringComparer.Ordinal));

    private static readonly Lazy<ILookup<SqlTarget, LintRule>> ByTarget = new(() => All
        .SelectMany(rule => rule.Metadata.Targets.Select(target => (Target: target, rule)))
        .ToLookup(entry => entry.Target, entry => entry.rule));

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<LintRule> All => Rules.Value;

    /// <summary>The rules that are checked for a target, by id; put together once, for every file asks.</summary>
    /// <param name="target">The kind of database.</param>
    internal static IEnumerable<LintRule> For(SqlTarget target) => ByTarget.Value[target];

    /// <summary>The rules of a name; empty when there is none.</summary>
    /// <param name="name">An id or an alias; case does not matter, and <c>_</c> is as good as <c>-</c>.</param>
    public static IEnumerable<LintRule> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.Value[KeyOf(name)];
    }

    /// <summary>Ids and aliases that a wrong name may have meant, the nearest first, three at most.</summary>
    /// <param name="name">A name that is none.</param>
    public static IReadOnlyList<string> Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NearMatches.Of(name, All.SelectMany(rule => rule.Metadata.Aliases.Prepend(rule.Metadata.Id)));
    }

    private static string KeyOf(string name) => name.Replace('_', '-').ToLowerInvariant();

    private static IReadOnlyList<LintRule> Discover() =>
    [
        .. typeof(LintRule).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(LintRule)))
            .Select(type => (LintRule)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(rule => rule.Metadata.Id, StringComparer.Ordinal),
    ];
}
