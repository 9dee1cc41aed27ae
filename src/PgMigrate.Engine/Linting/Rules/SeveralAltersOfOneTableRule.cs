using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>One table is altered several times.</summary>
internal sealed class SeveralAltersOfOneTableRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "several-alters-of-one-table",
        Title = "Several ALTER TABLE on one table",
        Triggers = "Two ALTER TABLE statements on one table that this script did not create, next to each other, whose actions could stand in one.",
        Effect = "The table is locked once for each, and rewritten or scanned once for each that needs it.",
        Instead = "Write one ALTER TABLE with several actions.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["W12"],
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Index > 0 && statement.Parsed is AlterTableStatement alter && !context.Tables.Contains(alter.Table)
            && context.Statements[statement.Index - 1].Parsed is AlterTableStatement before && before.Table.Name == alter.Table.Name
            && before.Actions.Concat(alter.Actions).All(CanJoin))
        {
            context.Report(this, statement, alter.Head, $"{alter.Table} was altered by the statement before; both can be one.");
        }
    }

    /// <summary>RENAME, SET SCHEMA and partition actions must stand alone; a validation is kept apart on purpose.</summary>
    private static bool CanJoin(AlterAction action) => action.Kind is AlterActionKind.AddColumn or AlterActionKind.DropColumn or AlterActionKind.AlterType
        or AlterActionKind.SetDefault or AlterActionKind.DropDefault or AlterActionKind.DropNotNull or AlterActionKind.DropConstraint;
}
