using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An enum is created without a guard.</summary>
internal sealed class EnumNotGuardedRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "enum-not-guarded",
        Title = "CREATE TYPE … AS ENUM without a guard",
        Triggers = "CREATE TYPE … AS ENUM as a plain statement. It has no IF NOT EXISTS.",
        Effect = "When the migration is run again it fails with 42710 (duplicate object) and blocks every migration after it.",
        Instead = "Wrap it: DO $$ BEGIN CREATE TYPE … AS ENUM (…); EXCEPTION WHEN duplicate_object THEN NULL; END $$; or use a table of values with a foreign key.",
        Rewrite = "Wraps it in a DO block that takes a type that is there already for done. Safe. Not for the Data API, where DO is an error, nor with a variable inside.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["W13"],
        SkipsBodies = true,
        Notes = "A migration that is one transaction leaves nothing behind when it fails, so there the plain statement is fine.",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateStatement { ObjectType: "TYPE", IsEnum: true } type && !context.Transactions.IsOne)
        {
            context.Report(this, statement, type.Head, $"CREATE TYPE {type.Name} fails when this migration is run again after it stopped half-way.", rewrite: context.Target == SqlTarget.PostgreSql ? EnumGuardFix.Of(statement) : null);
        }
    }
}
