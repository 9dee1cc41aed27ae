using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A role is altered.</summary>
internal sealed class DsqlAlterRoleRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-alter-role",
        Title = "ALTER ROLE, USER or GROUP",
        Triggers = "ALTER ROLE, ALTER USER and ALTER GROUP, other than a new name.",
        Effect = "DSQL refuses with 0A000: roles log in by IAM, and have no password and no settings.",
        Instead = "Create the role with LOGIN, and map it with AWS IAM GRANT.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_alter_role_property", "unsupported_alter_role_set", "unsupported_alter_user"],
        Notes = "Source: AWS's linter of 2026-08, which flags them.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterStatement { ObjectType: "ROLE" or "USER" or "GROUP", Action: not "RENAME TO" } alter)
        {
            context.Report(this, statement, alter.Head, $"DSQL does not alter {alter.Name}.");
        }
    }
}
