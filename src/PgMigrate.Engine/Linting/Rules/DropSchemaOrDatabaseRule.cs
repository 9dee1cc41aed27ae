using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A schema or a database is dropped.</summary>
internal sealed class DropSchemaOrDatabaseRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-schema-or-database",
        Title = "DROP SCHEMA or DROP DATABASE",
        Triggers = "DROP SCHEMA and DROP DATABASE.",
        Effect = "Everything in it is lost for good.",
        Instead = "Drop the objects one by one, by name, so that a reader sees what goes.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["ban-drop-database", "drop-schema", "drop-schema-cascade", "drop-database", "DS101"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DropStatement { ObjectType: "SCHEMA" or "DATABASE" } drop)
        {
            string more = drop.IsCascade || drop.ObjectType == "DATABASE" ? ", with everything in it" : "";
            context.Report(this, statement, drop.Head, $"{drop.ObjectType} {string.Join(", ", drop.Names)} is dropped{more}.");
        }
    }
}
