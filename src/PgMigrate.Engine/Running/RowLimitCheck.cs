using System.Globalization;
using PgMigrate.Engine.Linting.Rules;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Finds the statements that would change more rows than a transaction of Aurora DSQL takes, where that is certain before they
/// run: INSERT … VALUES by its text, UPDATE and DELETE without WHERE by counting up to the limit. For all others the service's
/// refusal becomes advice.
/// </summary>
internal static class RowLimitCheck
{
    private const int MostRows = 3_000;
    private const string LimitExceeded = "54000";

    /// <summary>The plan with what was found; other targets have no such limit.</summary>
    public static async Task<MigrationPlan> CheckAsync(MigrationPlan plan, ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        if (session.Target != SqlTarget.AuroraDsql)
        {
            return plan;
        }

        var found = new List<MigrationProblem>();
        var earlier = EarlierStatements.ThatRemoveRows(plan);
        foreach (PlanStep step in plan.Steps)
        {
            var inRanges = step.Units.Where(unit => unit.Batch is not null).Select(unit => unit.Start).ToHashSet();
            for (int index = step.ResumeAt; index < step.Statements.Count; index++)
            {
                string? remedy = inRanges.Contains(index) ? null : InsertRemedy(step.Statements[index])
                    ?? await ChangeRemedyAsync(earlier, step, index, session, options, cancellationToken).ConfigureAwait(false);
                if (remedy is not null)
                {
                    found.Add(new MigrationProblem(
                        MigrationProblemCode.TooManyRows,
                        string.Create(CultureInfo.InvariantCulture,
                            $"{step.Migration.FileName} changes more than {MostRows:N0} rows in one statement ({step.Statements[index].FirstLine}); a transaction of Aurora DSQL takes no more."),
                        remedy)
                    {
                        Path = step.Migration.Path,
                        Position = step.Statements[index].Position,
                    });
                }
            }
        }

        return found.Count == 0 ? plan : plan with { Problems = [.. plan.Problems, .. found] };
    }

    /// <summary>What to add to a failure's remedy when the service refused so many rows, or so much of them; empty for any other failure.</summary>
    public static async Task<string> AdviceAsync(StepContext context, StatementUnit unit, SqlFailure failure)
    {
        if (context.Work.Current.Target != SqlTarget.AuroraDsql || failure.SqlState != LimitExceeded || unit.Count == 0 || unit.Batch is not null
            || RangedStatement.Read(context.Step.Statements[Math.Min(unit.Start + (failure.CommandIndex ?? 0), unit.Start + unit.Count - 1)], [], out _) is not { } statement)
        {
            return "";
        }

        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit);
        try
        {
            ISqlSession session = await context.Work.AliveAsync(limit.Token).ConfigureAwait(false);
            TableKeys table = await BatchCheck.ReadAsync(session, context.Options, statement.QuotedTable, limit.Token).ConfigureAwait(false);
            return $" {DirectiveFor(table)} A file in which only comments have changed is resumed.";
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            // The key is not known then; the shape of the directive is.
            await context.Work.TryRollbackAsync().ConfigureAwait(false);
            return $" {DirectiveFor(null)}";
        }
    }

    private static string? InsertRemedy(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        StatementReader rows = reader;
        StatementReader conflict = reader;
        return DataChangeParser.Read(ref reader) is { Kind: DataChangeKind.Insert, IsFromQuery: false }
            && DsqlRowLimitRule.CountRows(rows) > MostRows && !conflict.SkipTo("CONFLICT")
            ? string.Create(CultureInfo.InvariantCulture, $"Split it into statements of at most {MostRows:N0} rows; each is committed by itself.") : null;
    }

    private static async Task<string?> ChangeRemedyAsync(
        EarlierStatements earlier, PlanStep step, int index, ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        if (RangedStatement.Read(step.Statements[index], [], out _) is not { HasCondition: false } statement
            || earlier.MayTouch(step, index, statement.Table.Name))
        {
            return null;
        }

        TableKeys table = await BatchCheck.ReadAsync(session, options, statement.QuotedTable, cancellationToken).ConfigureAwait(false);
        if (table.Columns.Count == 0)
        {
            return null;
        }

        var count = new SqlCommand(string.Create(CultureInfo.InvariantCulture,
            $"SELECT pg_catalog.count(*) FROM (SELECT 1 FROM {(statement.Only ? "ONLY " : "")}{statement.QuotedTable} LIMIT {MostRows + 1}) AS r"));
        var results = await session.QueryAsync(new SqlBatch(count) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        return results[0][0].GetInt64(0) > MostRows ? DirectiveFor(table) : null;
    }

    private static string DirectiveFor(TableKeys? table) => table?.Proposal is { } key
        ? $"Write {new BatchDirective(BatchDirective.UsualRows, key)} on the line before it: it is then run in ranges of the key."
        : string.Create(CultureInfo.InvariantCulture, $"Write -- @batch: {BatchDirective.UsualRows} by followed by the columns of the table's key on the line before it, or give it a WHERE that leaves at most {MostRows:N0} rows.");
}
