using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Looks in the database, before anything is run, whether ranges can be cut by the columns that <c>@batch</c> names. A table that
/// an earlier statement of the plan may still change is looked at when its turn comes.
/// </summary>
internal static class BatchCheck
{
    /// <summary>The plan with what was found.</summary>
    public static async Task<MigrationPlan> CheckAsync(MigrationPlan plan, ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        var found = new List<MigrationProblem>();
        var earlier = EarlierStatements.ThatDefine(plan);
        foreach ((PlanStep step, StatementUnit unit) in plan.Steps.SelectMany(step => step.Units.Select(unit => (step, unit))))
        {
            if (unit.Batch is not { } batch || unit.Start < step.ResumeAt)
            {
                continue;
            }

            SqlStatement statement = step.Statements[unit.Start];
            if (RangedStatement.Read(statement, batch.Key, out _) is { } ranged
                && !earlier.MayTouch(step, unit.Start, ranged.Table.Name))
            {
                TableKeys table = await ReadAsync(session, options, ranged.QuotedTable, cancellationToken).ConfigureAwait(false);
                if (table.Reject(ranged.Table.ToString(), batch.Key) is { } reason)
                {
                    found.Add(new MigrationProblem(
                        MigrationProblemCode.BatchNotPossible,
                        $"{step.Migration.FileName} has {batch}, but {reason}.",
                        Remedy(table))
                    {
                        Path = step.Migration.Path,
                        Position = statement.Position,
                    });
                }
            }
        }

        return found.Count == 0 ? plan : plan with { Problems = [.. plan.Problems, .. found] };
    }

    /// <summary>What to write instead, with the table's own key where it has one.</summary>
    public static string Remedy(TableKeys table) =>
        table.Proposal is { } key ? $"Write {new BatchDirective(BatchDirective.UsualRows, key)}."
        : "Name the columns of a primary key, or of a unique index without NULLs; without one, take @batch out.";

    /// <summary>Reads a table's keys under the run's settings.</summary>
    public static async Task<TableKeys> ReadAsync(ISqlSession session, RunOptions options, string table, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch([.. SessionSettings.From(options).Commands, .. TableKeys.Questions(table)]) { Begin = true, Commit = true, IsRepeatable = true };
        var results = await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        return TableKeys.From(results[^2], results[^1]);
    }
}
