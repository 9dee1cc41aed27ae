using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A transaction holds what DSQL keeps apart.</summary>
internal sealed class DsqlTransactionShapeRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-transaction-shape",
        Title = "Several DDL statements, or DDL and DML, in one transaction",
        Triggers = "Between BEGIN and COMMIT: two DDL statements (GRANT and REVOKE count), or DDL together with INSERT, UPDATE or DELETE.",
        Effect = "DSQL refuses with 0A000: \"multiple ddl statements not supported in a transaction\" or \"ddl and dml are not supported in the same transaction\".",
        Instead = "Remove BEGIN and COMMIT: the run sends each statement in a transaction of its own and records its progress.",
        Rewrite = "Removes the BEGIN and COMMIT. Needs review: what was to be all or nothing is no more.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["multi_ddl_transaction", "mixed_ddl_dml_transaction"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        LintStatement? ddl = null;
        LintStatement? dml = null;
        bool open = false;
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is TransactionStatement transaction)
            {
                open = transaction.Control == TransactionControl.Begin || (open && transaction.Control == TransactionControl.Savepoint);
                (ddl, dml) = open ? (ddl, dml) : (null, null);
            }
            else if (open && IsDdl(statement.Parsed))
            {
                if (ddl is not null || dml is not null)
                {
                    context.Report(this, statement, statement.Parsed.Head, ddl is not null ? "This is the second DDL statement of its transaction." : "DDL after a change of rows in one transaction.", rewrite: TransactionFix.Around(statement, context));
                }

                ddl ??= statement;
            }
            else if (open && statement.Parsed is DataChangeStatement)
            {
                if (ddl is not null)
                {
                    context.Report(this, statement, statement.Parsed.Head, "A change of rows after DDL in one transaction.", rewrite: TransactionFix.Around(statement, context));
                }

                dml ??= statement;
            }
        }
    }

    private static bool IsDdl(ParsedStatement statement) => statement is CreateTableStatement or CreateIndexStatement or CreateStatement or AlterTableStatement
        or AlterStatement or DropStatement or GrantStatement or OpaqueStatement { Command: "COMMENT" };
}
