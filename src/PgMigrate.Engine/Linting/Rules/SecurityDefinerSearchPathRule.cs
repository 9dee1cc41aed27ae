using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A function runs with its owner's rights and its caller's search path.</summary>
internal sealed class SecurityDefinerSearchPathRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "security-definer-search-path",
        Title = "SECURITY DEFINER without SET search_path",
        Triggers = "CREATE FUNCTION or CREATE PROCEDURE with SECURITY DEFINER and no SET search_path of its own, unless its body is BEGIN ATOMIC, whose names are bound when it is created.",
        Effect = "Who calls it chooses what its names mean: a table, function or operator of the caller's schema runs with the owner's rights (manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely).",
        Instead = "Add SET search_path = app, pg_temp to the function, with the schemas it needs and pg_temp last.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = [],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateStatement { SecurityDefiner: { } definer, SetsSearchPath: false, IsAtomic: false } routine)
        {
            context.Report(this, statement, definer, $"{routine.Name} runs with its owner's rights and its caller's search_path.");
        }
    }
}
