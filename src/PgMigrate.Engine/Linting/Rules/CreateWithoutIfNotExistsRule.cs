using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>CREATE without IF NOT EXISTS.</summary>
internal sealed class CreateWithoutIfNotExistsRule : LintRule
{
    /// <summary>What takes IF NOT EXISTS besides tables and indexes.</summary>
    private static readonly HashSet<string> Types = ["SCHEMA", "SEQUENCE", "MATERIALIZED VIEW", "EXTENSION", "SERVER", "COLLATION", "STATISTICS", "USER MAPPING"];

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "create-without-if-not-exists",
        Title = "CREATE without IF NOT EXISTS",
        Triggers = "CREATE of a table, index, schema, sequence, materialized view, extension, server, collation, statistics object or user mapping without IF NOT EXISTS, and ADD COLUMN without it. Temporary tables do not count.",
        Effect = "When a migration is run again after it stopped half-way, or on a database where somebody made the object by hand, the statement fails with 42P07 (duplicate table) or a like error and blocks every migration after it.",
        Instead = "Write IF NOT EXISTS; an index needs a name for it.",
        Rewrite = "Adds IF NOT EXISTS. Safe. Not for an index or statistics without a name, nor for a schema with elements.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["prefer-robust-stmts", "prefer-robust-create-table", "prefer-robust-create-index"],
        SkipsBodies = true,
        Notes = "It guards against the same object, not against another of the same name: an index left INVALID by a build that failed is taken for the one wanted. Look at pg_index.indisvalid after a failed concurrent build.",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        switch (statement.Parsed)
        {
            case CreateTableStatement { IfNotExists: false, IsTemporary: false } table:
                Report(statement, context, table.Head, $"CREATE TABLE {table.Table}", IfNotExistsFix.Of(statement));
                break;
            case CreateIndexStatement { IfNotExists: false } index:
                Report(statement, context, index.Head, $"CREATE INDEX {index.Name ?? $"on {index.Table}"}", IfNotExistsFix.Of(statement));
                break;
            case CreateStatement { IfNotExists: false, IsTemporary: false, OrReplace: false } created when Types.Contains(created.ObjectType):
                Report(statement, context, created.Head, $"CREATE {created.ObjectType} {created.Name}", IfNotExistsFix.Of(statement));
                break;
            case AlterTableStatement alter:
                foreach (AlterAction action in alter.Actions.Where(action => action is { Kind: AlterActionKind.AddColumn, IsGuarded: false }))
                {
                    Report(statement, context, action.Span, $"ADD COLUMN {action.Name}", IfNotExistsFix.Of(statement, action));
                }

                break;
        }
    }

    private void Report(LintStatement statement, LintContext context, TextSpan span, string what, LintFix? rewrite) =>
        context.Report(this, statement, span, $"{what} fails when it is run again: IF NOT EXISTS is missing.", rewrite: rewrite);
}
