using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>Puts what was seen into the form of findings. Their ids are no rules': they cannot be left out or suppressed.</summary>
internal static class TraceFindings
{
    private const string Page = "docs/rules/README.md";

    public static IEnumerable<LintDiagnostic> Of(MigrationTrace trace)
    {
        for (int at = 0; at < trace.Statements.Count; at++)
        {
            StatementTrace seen = trace.Statements[at];
            foreach (ObservedLock taken in seen.Locks.Where(item => item.Mode >= LockMode.Share))
            {
                yield return Make(
                    trace, seen.Statement, at, "observed-lock", LintSeverity.Information,
                    $"Observed: {taken.Mode.ToSql()} on {taken.Relation}, held until the transaction ends.", "Keep the transaction short, and set a lock_timeout.");
            }

            foreach (string relation in seen.Rewritten)
            {
                yield return Make(
                    trace, seen.Statement, at, "observed-rewrite", LintSeverity.Warning,
                    $"Observed: {relation} was rewritten.", "On a large table, change it in a way that keeps the rows where they are; the rule for the statement says how.");
            }
        }

        if (trace.Failure is { } failure)
        {
            yield return new LintDiagnostic
            {
                RuleId = "observed-failure",
                Severity = LintSeverity.Error,
                Message = $"Observed: {failure.Error.Message}{(failure.Error.SqlState is { } state ? $" (SQLSTATE {state})" : "")}",
                Fix = failure.Remedy,
                Path = failure.Path,
                Position = failure.Position ?? new SourcePosition(0, 1, 1),
                EndPosition = failure.Position ?? new SourcePosition(0, 1, 1),
                StatementText = failure.StatementFirstLine,
                StatementIndex = failure.StatementNumber - 1,
                Target = SqlTarget.PostgreSql,
                Page = Page,
                HelpUri = new RulePages(null).AddressOf(Page),
                IsObserved = true,
            };
        }
    }

    private static LintDiagnostic Make(MigrationTrace trace, SqlStatement statement, int index, string id, LintSeverity severity, string message, string fix) => new()
    {
        RuleId = id,
        Severity = severity,
        Message = message,
        Fix = fix,
        Path = trace.Migration.Path,
        Position = statement.Position,
        EndPosition = statement.Source.GetPosition(statement.End),
        StatementText = statement.FirstLine,
        StatementIndex = index,
        Target = SqlTarget.PostgreSql,
        Page = Page,
        HelpUri = new RulePages(null).AddressOf(Page),
        IsObserved = true,
    };
}
