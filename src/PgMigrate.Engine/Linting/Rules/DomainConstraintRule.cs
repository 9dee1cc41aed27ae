using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A domain has a constraint.</summary>
internal sealed class DomainConstraintRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "domain-constraint",
        Title = "Constraint on a domain",
        Triggers = "CREATE DOMAIN with CHECK or NOT NULL, and ALTER DOMAIN … ADD CONSTRAINT without NOT VALID or SET NOT NULL.",
        Effect = "Adding or changing a domain's constraint reads every table that uses the domain under lock.",
        Instead = "Put the CHECK on the tables' columns, where it can be validated without a lock that blocks writers.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["ban-create-domain-with-constraint", "ban-alter-domain-with-add-constraint", "ban-alter-domain-add-constraint"],
        Notes = "ADD CONSTRAINT … NOT VALID reads nothing. VALIDATE CONSTRAINT of a domain then reads the tables, under SHARE before PostgreSQL 18.",
        Lock = "SHARE on every table that uses it",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        bool found = statement.Parsed is CreateStatement { ObjectType: "DOMAIN", DomainConstraint: not null }
            or AlterStatement { ObjectType: "DOMAIN", Action: "ADD CONSTRAINT" or "ADD CHECK" or "ADD NOT NULL" or "SET NOT NULL", IsNotValid: false };
        if (found)
        {
            context.Report(this, statement, statement.Parsed.Head, "A constraint of a domain is checked on every table that uses the domain, under lock.");
        }
    }
}
