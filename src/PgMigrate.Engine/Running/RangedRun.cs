using System.Runtime.CompilerServices;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Runs an UPDATE or DELETE in ranges of a key (<c>@batch</c>), from the lowest key to the one that was highest when the statement
/// began. Each range commits together with the record of it, so that a run that dies is resumed behind the last range that was
/// kept, and no row is changed twice; one that met a deadlock is tried again (<see cref="StepRetry"/>). The end of the next range is
/// looked up in the same transaction:
/// <code>
/// highest key, end of the first range ──► BEGIN; change range; end of the next; record; COMMIT ──► … ──► the last records the statement
/// </code>
/// </summary>
internal static class RangedRun
{
    /// <summary>The history row after each range; the last one's has no <see cref="MigrationLogEntry.BatchProgress"/> any more.</summary>
    /// <exception cref="SqlFailureException">A range failed; what was given before is kept.</exception>
    public static async IAsyncEnumerable<MigrationLogEntry> RunAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (unit.Batch is not { } batch)
        {
            yield break;
        }

        SqlStatement sql = context.Step.Statements[unit.Start];
        RangedStatement statement = RangedStatement.Read(sql, batch.Key, out string? reason) ?? throw new InvalidOperationException(reason);
        KeyRanges ranges = await ReadAsync(context, statement, unit, cancellationToken).ConfigureAwait(false);
        BatchProgress? resumed = unit.Start == context.Step.ResumeAt ? context.Step.ResumeBatch : null;
        long rows = resumed?.Rows ?? 0;
        int size = batch.Rows;
        IReadOnlyList<string>? after = resumed?.After;
        IReadOnlyList<string>? last = resumed?.Last ?? await KeyAsync(context, ranges.Last(), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string>? end = last is null ? null : await EndAsync(size).ConfigureAwait(false);
        for (bool isLast = false; !isLast;)
        {
            isLast = last is null || end!.SequenceEqual(last, StringComparer.Ordinal);
            row = HistoryWriter.Changed(row, MigrationLogStatus.Running, isLast ? unit.Start + unit.Count : unit.Start, context.Elapsed) with
            {
                BatchProgress = isLast ? null : new BatchProgress(unit.Start, rows, end!, last!).ToString(),
            };
            SqlCommand record = context.History.Store.Update(row);
            SqlCommand[] commands = last is null ? [.. SessionSettings.OwnIdentity, record]
                : [ranges.Change(after, end!), .. isLast ? [] : new[] { ranges.End(end, last, size) }, .. SessionSettings.OwnIdentity, record];
            (bool fits, IReadOnlyList<IReadOnlyList<SqlRow>>? results) = await AgainAsync(
                context, () => TryAsync(context, ranges, row, commands, size, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (!fits)
            {
                // Rows that foreign keys change along, or that others have put into the range meanwhile, count too.
                size /= 2;
                isLast = false;
                end = await EndAsync(size).ConfigureAwait(false);
                continue;
            }

            rows += last is null || results is null ? 0 : results[0][0].GetInt64(0);
            after = end;
            end = isLast || results is null ? null : Key(results[1]) ?? last;
            context.Observer.OnEvent(new RunEvent.RangeApplied(context.Step, sql, rows, isLast));
            yield return row;
            if (!isLast && end is null)
            {
                end = await EndAsync(size).ConfigureAwait(false);
            }
        }

        async Task<IReadOnlyList<string>> EndAsync(int most) =>
            await KeyAsync(context, ranges.End(after, last!, most), cancellationToken).ConfigureAwait(false) ?? last!;
    }

    /// <summary>
    /// Commits a range with its record. False when it changes too many rows for one transaction of Aurora DSQL (54000) and could be
    /// smaller. No results when the answer was lost and the record says that it was committed.
    /// </summary>
    private static async Task<(bool Fits, IReadOnlyList<IReadOnlyList<SqlRow>>? Results)> TryAsync(
        StepContext context, KeyRanges ranges, MigrationLogEntry reached, SqlCommand[] commands, int size, CancellationToken cancellationToken)
    {
        try
        {
            var whole = new SqlBatch(commands) { Begin = true, Commit = true };
            return (true, await context.Work.Current.QueryAsync(whole, cancellationToken).ConfigureAwait(false));
        }
        catch (SqlFailureException error) when (size > 1 && context.Work.Current.Target == SqlTarget.AuroraDsql
            && error.Failure is { SqlState: "54000", Outcome: SqlOutcome.NotApplied, CommandIndex: not null })
        {
            return !await context.Work.TryRollbackAsync().ConfigureAwait(false) ? throw Translate(error, ranges) : (false, null);
        }
        catch (SqlFailureException error) when (error.Failure.Outcome == SqlOutcome.Unknown && context.Work.Current.Target == SqlTarget.RdsDataApi)
        {
            return await OutcomeProbe.HasReachedAsync(context, reached).ConfigureAwait(false) switch
            {
                true => (true, null),
                false => throw new SqlFailureException(Translate(error, ranges).Failure with { Outcome = SqlOutcome.NotApplied }, error),
                null => throw Translate(error, ranges),
            };
        }
        catch (SqlFailureException error)
        {
            throw Translate(error, ranges);
        }
    }

    /// <summary>The failure as one of the file's statement; only the first command is it.</summary>
    private static SqlFailureException Translate(SqlFailureException error, KeyRanges ranges) => new(
        error.Failure with
        {
            CommandIndex = error.Failure.CommandIndex == 0 ? 0 : null,
            Position = error.Failure.CommandIndex == 0 ? ranges.MapPosition(error.Failure.Position) : null,
        },
        error);

    /// <summary>Reads the key's types; an earlier migration may have made the table, so planning cannot always tell.</summary>
    private static async Task<KeyRanges> ReadAsync(StepContext context, RangedStatement statement, StatementUnit unit, CancellationToken cancellationToken)
    {
        var results = await AskAsync(context, [.. TableKeys.Questions(statement.QuotedTable)], cancellationToken).ConfigureAwait(false);
        var table = TableKeys.From(results[0], results[1]);
        return table.Reject(statement.Table.ToString(), unit.Batch!.Key) is { } reason
            ? throw new SqlFailureException(new SqlFailure
            {
                Message = $"@batch cannot cut the statement into ranges: {reason}.",
                Hint = BatchCheck.Remedy(table),
                CommandIndex = 0,
                Outcome = SqlOutcome.NotApplied,
            })
            : new KeyRanges(statement, unit.Batch, table);
    }

    private static async Task<IReadOnlyList<string>?> KeyAsync(StepContext context, SqlCommand question, CancellationToken cancellationToken) =>
        Key((await AskAsync(context, [question], cancellationToken).ConfigureAwait(false))[0]);

    private static IReadOnlyList<string>? Key(IReadOnlyList<SqlRow> rows) =>
        rows is [SqlRow row, ..] ? [.. row.Values.Select((_, at) => row.GetString(at)!)] : null;

    /// <summary>In a transaction, because over the RDS Data API only that has the run's search path.</summary>
    private static Task<IReadOnlyList<IReadOnlyList<SqlRow>>> AskAsync(StepContext context, SqlCommand[] questions, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch(questions) { Begin = true, Commit = true, IsRepeatable = true };
        return AgainAsync(context, () => context.Work.Current.QueryAsync(batch, cancellationToken), cancellationToken);
    }

    /// <summary>A transaction of its own that the server took back is tried again, each with tries of its own.</summary>
    private static async Task<T> AgainAsync<T>(StepContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        T result = default!;
        await new StepRetry(context).RunAsync(async () => result = await work().ConfigureAwait(false), _ => true, cancellationToken).ConfigureAwait(false);
        return result;
    }
}
