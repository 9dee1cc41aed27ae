using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>CONCURRENTLY on the Data API.</summary>
internal sealed class DataApiConcurrentlyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-concurrently",
        Title = "CONCURRENTLY on the RDS Data API",
        Triggers = "CREATE INDEX, DROP INDEX, REINDEX, REFRESH MATERIALIZED VIEW and DETACH PARTITION with CONCURRENTLY.",
        Effect = "The runners that people have for the Data API refuse or break it: they wrap statements in a transaction, where it cannot run, or cut it off after 45 seconds, which leaves an INVALID index behind.",
        Instead = "Write it without CONCURRENTLY at a quiet time, or run this migration over a PostgreSQL connection.",
        Rewrite = "Removes CONCURRENTLY. Needs review: writers, or readers, wait while the statement runs. Not for FINALIZE, nor where it is an option in parentheses.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Evidence: the service itself has been seen to build a valid index from CREATE INDEX CONCURRENTLY when the statement was sent whole, alone and without a transactionId; no AWS page forbids it. "
            + "A call is cut after 45 seconds unless it asks to continue. Where your runner does that, allow it with -- @ignore: data-api-concurrently and a reason, with -ExcludeRule, or by RuleSeverity = @{ 'data-api-concurrently' = 'Warning' } in pgmigrate.psd1.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        bool concurrent = statement.Parsed switch
        {
            CreateIndexStatement index => index.IsConcurrent,
            DropStatement drop => drop.IsConcurrent,
            MaintenanceStatement maintenance => maintenance.IsConcurrent,
            AlterTableStatement alter => alter.Actions.Any(action => action.IsConcurrent),
            _ => false,
        };
        if (concurrent)
        {
            TextSpan word = WordIn(statement);
            context.Report(this, statement, word, "CONCURRENTLY is not safe over the Data API.", rewrite: Rewrite(statement, word));
        }
    }

    private static LintFix? Rewrite(LintStatement statement, TextSpan word)
    {
        StatementReader reader = statement.Read();
        return reader.SkipTo("CONCURRENTLY") && reader.Current.Start == word.Start
            ? new StatementEdits(statement).Remove(word).Build("Remove CONCURRENTLY", FixSafety.ReviewNeeded) : null;
    }

    private static TextSpan WordIn(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        while (!reader.AtEnd && !reader.Is("CONCURRENTLY") && !reader.Is("FINALIZE"))
        {
            reader.Advance();
        }

        return new TextSpan(reader.Current.Start, reader.Current.End);
    }
}
