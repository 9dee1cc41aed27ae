using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is made logged or unlogged.</summary>
internal sealed class SetLoggedUnloggedRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "set-logged-unlogged",
        Title = "SET LOGGED or UNLOGGED rewrites the table",
        Triggers = "ALTER TABLE … SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD on a table that this script did not create.",
        Effect = "The whole table is written anew while nobody can read or write it. An unlogged table is empty after a crash and is not on replicas.",
        Instead = "Make a new table and move the rows in batches.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["set-logged-unlogged-table"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind is AlterActionKind.SetLogged or AlterActionKind.SetUnlogged or AlterActionKind.SetTablespace or AlterActionKind.SetAccessMethod
            ? $"{alter.Table} is rewritten under lock." : null;
}
