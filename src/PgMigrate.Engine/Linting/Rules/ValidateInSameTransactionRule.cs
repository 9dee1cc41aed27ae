using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A constraint is added and validated in one transaction.</summary>
internal sealed class ValidateInSameTransactionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "validate-in-same-transaction",
        Title = "NOT VALID and VALIDATE in one transaction",
        Triggers = "ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT of it in the same transaction.",
        Effect = "The strong lock of ADD CONSTRAINT is held while the rows are checked, so NOT VALID gains nothing.",
        Instead = "Validate in a migration of its own.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["constraint-missing-not-valid", "not-valid-validate-same-tx", "validate_foreign_key", "validate_check_constraint"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        var added = new Dictionary<(ObjectName, string), LintStatement>();
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is AlterTableStatement alter)
            {
                foreach (AlterAction action in alter.Actions)
                {
                    Check(context, statement, alter, action, added);
                }
            }
        }
    }

    private void Check(LintContext context, LintStatement statement, AlterTableStatement alter, AlterAction action, Dictionary<(ObjectName, string), LintStatement> added)
    {
        if (action.Constraint is { IsNotValid: true, Name: { } name })
        {
            added[(alter.Table.Name, name)] = statement;
        }
        else if (action.Kind == AlterActionKind.ValidateConstraint && added.TryGetValue((alter.Table.Name, action.Name), out LintStatement? first)
            && context.Transactions.AreTogether(first, statement))
        {
            context.Report(this, statement, action.Span, $"{action.Name} was added in this same transaction, so {alter.Table} stays locked while its rows are checked.", table: context.AlteredTable(alter));
        }
    }
}
