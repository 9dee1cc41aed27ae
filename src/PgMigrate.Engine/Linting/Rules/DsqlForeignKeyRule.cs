using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A foreign key.</summary>
internal sealed class DsqlForeignKeyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-foreign-key",
        Title = "Foreign key before 2026-08-26",
        Triggers = "A foreign key, in a table or added to one.",
        Effect = "DSQL knew no foreign keys until its release of 2026-08-26.",
        Instead = "Keep the reference in the program, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["foreign_key"],
        Notes = "Source: Aurora DSQL release notes.",
        AllowedSince = new DateOnly(2026, 8, 26),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        bool found = statement.Parsed switch
        {
            CreateTableStatement table => table.Columns.Any(column => column.Has(ColumnConstraintKind.References)) || table.Constraints.Any(constraint => constraint.Kind == TableConstraintKind.ForeignKey),
            AlterTableStatement alter => alter.Actions.Any(action => action.Constraint?.Kind == TableConstraintKind.ForeignKey),
            _ => false,
        };
        if (found)
        {
            context.Report(this, statement, statement.Parsed.Head, "DSQL takes foreign keys since 2026-08-26 only.");
        }
    }
}
