using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>Repairs rows of a history, each one named, all in one transaction and under the run's lock. No migration is run.</summary>
/// <param name="sessions">The database.</param>
/// <param name="observer">Told of everything that happens.</param>
/// <param name="time">Measures waits.</param>
public sealed class RepairRunner(ISqlSessionFactory sessions, IRunObserver observer, TimeProvider time)
{
    /// <summary>What would be repaired now; reads only.</summary>
    /// <param name="set">The files; an empty set where only failed and partial rows of our own history are asked for.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    /// <exception cref="HistoryUnusableException">Another tool's history cannot be found or read.</exception>
    public async Task<RepairPlan> PlanAsync(MigrationSet set, RepairOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, ToRunOptions(options), cancellationToken).ConfigureAwait(false);
            return (await PlanAsync(session, facts, set, options, cancellationToken).ConfigureAwait(false)).Plan;
        }
    }

    /// <summary>Repairs, under the lock.</summary>
    /// <param name="set">As for <see cref="PlanAsync(MigrationSet, RepairOptions, CancellationToken)"/>.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Cancels; nothing is repaired then.</param>
    /// <returns>What was repaired, in order; none when the plan has a problem or nothing is left to repair.</returns>
    /// <exception cref="SqlFailureException">The database refused; nothing was repaired.</exception>
    /// <exception cref="RunLockedException">Another run held the lock all the time.</exception>
    /// <exception cref="HistoryUnusableException">Another tool's history cannot be found or read.</exception>
    public async Task<IReadOnlyList<MigrationLogRepair>> RunAsync(MigrationSet set, RepairOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RunOptions run = ToRunOptions(options);
        IRunLock held = await RunLocks.AcquireAsync(sessions, run, observer, time, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                (RepairPlan plan, ToolHistory? tool) = await PlanAsync(session, held.Facts, set, options, cancellationToken).ConfigureAwait(false);
                if (tool?.Format.LockKey(held.Facts.Database, tool.Table) is { } key)
                {
                    // Read once to know the table, and again under its tool's lock, so that no deploy changes it underneath.
                    await held.AlsoHoldAsync(key, tool.Format.Name, run, observer, cancellationToken).ConfigureAwait(false);
                    (plan, _) = await PlanAsync(session, held.Facts, set, options, cancellationToken).ConfigureAwait(false);
                }

                MigrationLogRepair[] repairs = [.. plan.Repairs.Where(repair => options.Confirmed is null || options.Confirmed.Contains(repair.Key))];
                if (plan.CanRun && repairs.Length > 0)
                {
                    await WriteAsync(session, held, run, repairs, cancellationToken).ConfigureAwait(false);
                    return repairs;
                }

                return [];
            }
        }
    }

    private static async Task WriteAsync(
        ISqlSession session, IRunLock held, RunOptions run, MigrationLogRepair[] repairs, CancellationToken cancellationToken)
    {
        IEnumerable<SqlCommand> commands = repairs.Select(repair => held.Guard(repair.Command!));
        var batch = new SqlBatch([.. SessionSettings.From(run).Commands, .. commands]) { Begin = true, Commit = true };
        try
        {
            await session.ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException)
        {
            await session.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<(RepairPlan Plan, ToolHistory? Tool)> PlanAsync(
        ISqlSession session, DatabaseFacts facts, MigrationSet set, RepairOptions options, CancellationToken cancellationToken)
    {
        RunOptions run = ToRunOptions(options);
        if (HistoryFormats.IsNative(options.HistoryFormat))
        {
            HistoryTableName table = run.HistoryTable with { Schema = run.HistoryTable.Schema ?? facts.Schema };
            HistorySnapshot? history = await new MigrationLogStore(table).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            return (Plan(NativeRepairs.Find(table, set, history?.Entries ?? []), set, options), null);
        }

        HistoryTableName? given = options.HistoryTable == HistoryTableName.Default ? null : options.HistoryTable;
        ToolHistory tool = await ToolHistory.ReadAsync(session, options.HistoryFormat!, given, cancellationToken).ConfigureAwait(false);
        RepairPlan plan = Plan(ToolRepairs.Find(tool, set), set, options);
        IEnumerable<MigrationProblem> refused = options.Kinds.Where(kind => !tool.Format.Repairs.Contains(kind)).Select(kind => RepairProblems.NotOfTool(tool, kind));
        return (plan with { Problems = [.. plan.Problems, .. refused] }, tool);
    }

    private static RepairPlan Plan(IEnumerable<MigrationLogRepair> found, MigrationSet set, RepairOptions options)
    {
        var problems = new List<MigrationProblem>();
        if (options.Kinds.Contains(RepairKind.Changed) || options.Kinds.Contains(RepairKind.Missing))
        {
            // A file that cannot be read is not missing, and a folder without one is another folder.
            problems.AddRange(set.Problems.Where(problem => problem.Severity == ProblemSeverity.Error));
        }

        if (options.Kinds.Contains(RepairKind.Missing) && set.Migrations.Count == 0)
        {
            problems.Add(RepairProblems.NoFiles(set));
        }

        return new RepairPlan([.. found.Where(repair => IsMeant(repair, options)).OrderBy(repair => repair.Id)], problems);
    }

    private static bool IsMeant(MigrationLogRepair repair, RepairOptions options) =>
        options.Kinds.Contains(repair.Kind)
        && options.Files?.Contains(repair.FileName) != false
        && options.Rows?.Contains(repair.Id) != false
        && options.Versions?.Any(version => repair.FileName == version
            || (repair.Version is { } own && MigrationVersion.Normalize(own) == MigrationVersion.Normalize(version))) != false;

    private static RunOptions ToRunOptions(RepairOptions options) => HistoryStores.Named(new RunOptions
    {
        HistoryTable = options.HistoryTable,
        HistoryFormat = options.HistoryFormat,
        LockTimeout = options.LockTimeout,
        LockMode = options.LockMode,
        SearchPath = options.SearchPath,
    });
}
