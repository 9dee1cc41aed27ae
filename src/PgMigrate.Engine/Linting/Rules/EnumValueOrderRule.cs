using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An enum value is added without a place.</summary>
internal sealed class EnumValueOrderRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "enum-value-order",
        Title = "ADD VALUE without BEFORE or AFTER",
        Triggers = "ALTER TYPE … ADD VALUE without BEFORE or AFTER.",
        Effect = "The value comes last in comparisons and ORDER BY, and its place cannot be changed later.",
        Instead = "Say BEFORE or AFTER which value it comes.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["require-enum-value-ordering", "alter-enum-no-ordering", "alter-enum-add-value"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterStatement { ObjectType: "TYPE", Action: "ADD VALUE", IsPlaced: false } added
            && !(added.IsGuarded && EnumValues.AddedBy(statement.Statement) is { } value && context.Schema.LabelsOf(added.Name)?.Contains(value) == true))
        {
            context.Report(this, statement, added.Head, $"The new value of {added.Name} sorts after all others.");
        }
    }
}
