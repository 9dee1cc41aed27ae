using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Rights are given to everybody, or all rights.</summary>
internal sealed class BroadPrivilegeRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "broad-privilege",
        Title = "GRANT ALL, to PUBLIC or WITH GRANT OPTION",
        Triggers = "GRANT of ALL privileges, to PUBLIC, or WITH GRANT OPTION or ADMIN OPTION.",
        Effect = "Roles get more than they need, now and for whatever is granted on later.",
        Instead = "Name the privileges and the roles.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["RG07", "RG12"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is GrantStatement { IsRevoke: false } grant)
        {
            string? what = grant.Public is not null ? "Everybody gets this right." : grant.MayPassOn ? "The role can pass this right on." : grant.IsAll ? "The role gets every right there is." : null;
            if (what is not null)
            {
                context.Report(this, statement, grant.Public ?? grant.Head, what);
            }
        }
    }
}
