using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>
/// Runs migrations on an empty throw-away database and looks, after each statement, at the locks it took and the tables it rewrote. Keeps
/// no history: the database is for nothing else.
/// </summary>
/// <param name="sessions">The throw-away database; PostgreSQL.</param>
public sealed class MigrationTracer(ISqlSessionFactory sessions)
{
    /// <summary>Runs the migrations in order and looks at those that are asked for; stops at the first that fails.</summary>
    /// <param name="set">The folder: migrations before those asked for are run, too, for the later ones need them.</param>
    /// <param name="isAsked">Which to look at.</param>
    /// <param name="options">Variables and the like.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    /// <exception cref="SqlFailureException">The database failed outside a migration.</exception>
    public async Task<IReadOnlyList<MigrationTrace>> TraceAsync(
        MigrationSet set, Func<Migration, bool> isAsked, RunOptions options, CancellationToken cancellationToken = default)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
            MigrationPlan plan = MigrationPlanner.Plan(set, null, facts, options, sessions.Target);
            int last = plan.Steps.ToList().FindLastIndex(step => isAsked(step.Migration));
            var traces = new List<MigrationTrace>();
            foreach (PlanStep step in plan.Steps.Take(last + 1))
            {
                MigrationTrace trace = await RunAsync(session, step, options, cancellationToken).ConfigureAwait(false);
                if (isAsked(step.Migration) || trace.Failure is not null)
                {
                    traces.Add(trace);
                }

                if (trace.Failure is not null)
                {
                    break;
                }
            }

            return traces;
        }
    }

    private static async Task<MigrationTrace> RunAsync(ISqlSession session, PlanStep step, RunOptions options, CancellationToken cancellationToken)
    {
        var done = new List<StatementTrace>(step.Statements.Count);
        try
        {
            await session.ExecuteAsync(new SqlBatch(SessionSettings.From(options, step.Migration.Header.Timeout).Commands), cancellationToken).ConfigureAwait(false);
            RelationSnapshot start = await RelationSnapshot.TakeAsync(session, cancellationToken).ConfigureAwait(false);
            foreach (StatementUnit unit in step.Units)
            {
                await RunAsync(session, step, unit, start, done, cancellationToken).ConfigureAwait(false);
            }

            return new MigrationTrace(step.Migration, done, null);
        }
        catch (SqlFailureException error)
        {
            await session.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            return new MigrationTrace(step.Migration, done, FailureText.Of(step, error.Failure, done.Count, "It fails on an empty database made by the migrations before it, so it would fail anywhere."));
        }
    }

    private static async Task RunAsync(
        ISqlSession session, PlanStep step, StatementUnit unit, RelationSnapshot start, List<StatementTrace> done, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, LockMode>(StringComparer.Ordinal);
        for (int at = unit.Start; at < unit.Start + unit.Count; at++)
        {
            SqlStatement statement = step.Statements[at];
            RelationSnapshot before = await RelationSnapshot.TakeAsync(session, cancellationToken).ConfigureAwait(false);
            var command = new SqlCommand(statement.Text) { CopyData = statement.CopyData?.Text };
            await session.ExecuteAsync(new SqlBatch(command) { Begin = unit.InTransaction && at == unit.Start }, cancellationToken).ConfigureAwait(false);
            Dictionary<string, LockMode> now = unit.InTransaction ? await LockSnapshot.TakeAsync(session, start, cancellationToken).ConfigureAwait(false) : held;
            RelationSnapshot after = await RelationSnapshot.TakeAsync(session, cancellationToken).ConfigureAwait(false);
            ObservedLock[] taken = [.. now.Where(pair => pair.Value > held.GetValueOrDefault(pair.Key)).Select(pair => new ObservedLock(pair.Key, pair.Value)).OrderBy(item => item.Relation, StringComparer.Ordinal)];
            done.Add(new StatementTrace(statement, taken, after.RewrittenSince(before)));
            held = now;
        }

        if (unit.InTransaction)
        {
            await session.ExecuteAsync(new SqlBatch() { Commit = true }, cancellationToken).ConfigureAwait(false);
        }
    }
}
