using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A constraint is added in a way that DSQL refuses.</summary>
internal sealed class DsqlAddConstraintRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-add-constraint",
        Title = "ADD CONSTRAINT that is checked at once",
        Triggers = "ADD PRIMARY KEY, UNIQUE (…) without USING INDEX, EXCLUDE, and CHECK or FOREIGN KEY without NOT VALID.",
        Effect = "DSQL refuses with 0A000: \"unsupported ALTER TABLE ADD CONSTRAINT statement\".",
        Instead = "CHECK and FOREIGN KEY: NOT VALID, then ALTER TABLE ASYNC … VALIDATE CONSTRAINT. UNIQUE: CREATE UNIQUE INDEX ASYNC, then ADD CONSTRAINT … UNIQUE USING INDEX. A primary key is given when the table is made.",
        Rewrite = "CHECK and FOREIGN KEY: adds it NOT VALID and validates it with ALTER TABLE ASYNC. Safe where it has a name. UNIQUE: builds the index ASYNC first and lets the constraint take it over; needs review, for two statements can fail one by one. Not with IF EXISTS or other actions beside it.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["at_unsupported_add_check", "at_unsupported_add_primary_key", "at_unsupported_add_unique", "at_unsupported_primary_key_using_index"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter)
        {
            foreach (AlterAction action in alter.Actions.Where(action => action.Constraint is { } constraint && !IsTaken(constraint)))
            {
                context.Report(this, statement, action.Span, "DSQL does not add this constraint to a table.", rewrite: Rewrite(statement, alter, action.Constraint!));
            }
        }
    }

    private static LintFix? Rewrite(LintStatement statement, AlterTableStatement alter, TableConstraint constraint) => constraint.Kind switch
    {
        TableConstraintKind.Check or TableConstraintKind.ForeignKey => NotValidFix.ForDsql(statement, alter, constraint),
        TableConstraintKind.Unique => UsingIndexFix.Async(statement, alter, constraint),
        _ => null,
    };

    private static bool IsTaken(TableConstraint constraint) => constraint.Kind switch
    {
        TableConstraintKind.Unique => constraint.UsingIndex is not null,
        TableConstraintKind.Check or TableConstraintKind.ForeignKey => constraint.IsNotValid,
        _ => false,
    };
}
