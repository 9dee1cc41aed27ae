using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A schema or an enum value is renamed.</summary>
internal sealed class RenameSchemaOrEnumValueRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "rename-schema-or-enum-value",
        Title = "RENAME of a schema or an enum value",
        Triggers = "ALTER SCHEMA … RENAME TO and ALTER TYPE … RENAME VALUE.",
        Effect = "Programs that run during the release use the old name and fail at once.",
        Instead = "Add the new one beside the old, move programs, then drop the old.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["rename-schema", "rename_schema", "rename_enum_value"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterStatement { ObjectType: "SCHEMA", Action: "RENAME TO" } or AlterStatement { ObjectType: "TYPE", Action: "RENAME VALUE" })
        {
            context.Report(this, statement, statement.Parsed.Head, $"Programs that use the old name of {((AlterStatement)statement.Parsed).Name} fail once it is renamed.");
        }
    }
}
