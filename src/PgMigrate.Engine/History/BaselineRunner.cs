using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>
/// Marks migrations as applied without running them, for a database that has their changes already. All rows are written in one
/// transaction; migrations that the history has as applied are left alone, so a second call changes nothing.
/// </summary>
/// <param name="sessions">The database.</param>
/// <param name="observer">Told of everything that happens.</param>
/// <param name="time">Measures waits.</param>
public sealed class BaselineRunner(ISqlSessionFactory sessions, IRunObserver observer, TimeProvider time)
{
    /// <summary>What would be marked now; reads only.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task<BaselinePlan> PlanAsync(MigrationSet set, BaselineOptions options, CancellationToken cancellationToken = default)
    {
        RunOptions run = ToRunOptions(options);
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, run, cancellationToken).ConfigureAwait(false);
            HistorySnapshot? history = await HistoryStores.For(run, facts, set).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            ToolHistoryMatch? source = await SourceAsync(session, set, options, cancellationToken).ConfigureAwait(false);
            return Plan(set, history, options, source);
        }
    }

    /// <summary>Marks, under the lock.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Cancels; nothing is marked then.</param>
    /// <returns>The rows written, in order; none when the plan has a problem or nothing is left to mark.</returns>
    /// <exception cref="SqlFailureException">The database refused; nothing was marked.</exception>
    /// <exception cref="RunLockedException">Another run held the lock all the time.</exception>
    public async Task<IReadOnlyList<MigrationLogEntry>> RunAsync(
        MigrationSet set, BaselineOptions options, CancellationToken cancellationToken = default)
    {
        RunOptions run = ToRunOptions(options);
        IRunLock held = await RunLocks.AcquireAsync(sessions, run, observer, time, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            WorkSession work = await WorkSession.OpenAsync(sessions, held, run, time, cancellationToken).ConfigureAwait(false);
            await using (work.ConfigureAwait(false))
            {
                ISqlSession session = work.Current;
                IHistoryStore plain = HistoryStores.For(run, held.Facts, set);
                IHistoryStore store = held.Guard(plain);
                if (plain is ToolHistoryStore tool && tool.LockKey(held.Facts.Database) is { } own)
                {
                    await held.AlsoHoldAsync(own, run.HistoryFormat!, run, observer, cancellationToken).ConfigureAwait(false);
                }

                HistorySnapshot? history = await store.ReadAsync(session, cancellationToken).ConfigureAwait(false);
                ToolHistoryMatch? source = await SourceAsync(session, set, options, cancellationToken).ConfigureAwait(false);
                if (source is not null && source.History.Format.LockKey(held.Facts.Database, source.History.Table) is { } key)
                {
                    // Read once to know the table, and again under its tool's lock, so that no deploy changes it underneath.
                    await held.AlsoHoldAsync(key, source.History.Format.Name, run, observer, cancellationToken).ConfigureAwait(false);
                    source = await SourceAsync(session, set, options, cancellationToken).ConfigureAwait(false);
                }

                BaselinePlan plan = Plan(set, history, options, source);
                Migration[] marks = [.. plan.Marks.Where(mark => options.Confirmed is null || options.Confirmed.Contains(mark.FileName))];
                if (!plan.CanRun || marks.Length == 0)
                {
                    return [];
                }

                held.ThrowIfLost();
                if (history is not { IsCurrent: true })
                {
                    await store.EnsureAsync(session, cancellationToken).ConfigureAwait(false);
                }

                return await WriteAsync(session, store, run, held.Facts, marks, history, source, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<IReadOnlyList<MigrationLogEntry>> WriteAsync(
        ISqlSession session, IHistoryStore store, RunOptions run, DatabaseFacts facts, Migration[] marks, HistorySnapshot? history,
        ToolHistoryMatch? source, CancellationToken cancellationToken)
    {
        var writer = new HistoryWriter(store, run, facts, (history ?? HistorySnapshot.Empty).NextStepNumber);
        ILookup<string, ToolHistoryItem>? sources = source?.Items.ToLookup(item => item.Migration.FileName, StringComparer.Ordinal);
        SqlCommand[] inserts = [.. marks.Select(mark => store.Insert(writer.NewBaseline(mark) with { SqlExecuted = NoteOf(source, sources?[mark.FileName].FirstOrDefault()) }))];
        var batch = new SqlBatch([.. SessionSettings.From(run).Commands, .. inserts]) { Begin = true, Commit = true };
        try
        {
            await session.ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException)
        {
            await session.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        HistorySnapshot? after = await store.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var marked = marks.Select(mark => mark.FileName).ToHashSet(StringComparer.Ordinal);
        return [.. after!.Entries.Where(entry => store.KeepsProgress ? entry.RunId == run.RunId : marked.Contains(entry.FileName))];
    }

    private static async Task<ToolHistoryMatch?> SourceAsync(
        ISqlSession session, MigrationSet set, BaselineOptions options, CancellationToken cancellationToken)
    {
        if (options.FromHistory is not { } format)
        {
            return null;
        }

        ToolHistory history = await ToolHistory.ReadAsync(session, format, options.FromHistoryTable, cancellationToken).ConfigureAwait(false);
        return history.Match(set.Migrations);
    }

    /// <summary>Where a mark comes from, for whoever reads the log later.</summary>
    private static string? NoteOf(ToolHistoryMatch? source, ToolHistoryItem? item)
    {
        if (source is null || item is null)
        {
            return null;
        }

        string when = item.Record?.AppliedAt is { } time
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", applied {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "";
        return item.Standing == HistoryStanding.Assumed
            ? $"-- taken over from {source.History.Format.Name}, {source.History.Table}: assumed, no row of its own"
            : $"-- taken over from {source.History.Format.Name}, {source.History.Table}{when}";
    }

    private static BaselinePlan Plan(MigrationSet set, HistorySnapshot? history, BaselineOptions options, ToolHistoryMatch? source)
    {
        var problems = new List<MigrationProblem>(set.Problems);
        int last = set.Migrations.Count - 1;
        if (options.ToVersion is { } version)
        {
            last = set.Migrations.ToList().FindLastIndex(migration => MigrationPlanner.Matches(migration, version));
            if (last < 0)
            {
                problems.Add(PlanProblems.UnknownVersion(version));
            }
        }

        HashSet<string>? recorded = source?.Items.Where(item => item.Standing is HistoryStanding.Recorded or HistoryStanding.Assumed)
            .Select(item => item.Migration.FileName).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(source?.Problems() ?? []);
        var states = new MigrationStates(history?.Entries ?? [], set.Migrations);
        var marks = new List<Migration>();
        foreach (Migration migration in set.Migrations.Take(last + 1).Select(item => states.Resolve(item).Migration))
        {
            switch (migration.State)
            {
                case MigrationState.Applied or MigrationState.Baselined or MigrationState.Changed:
                case not MigrationState.Partial when recorded?.Contains(migration.FileName) == false:
                    break;
                case MigrationState.Partial:
                    problems.Add(PlanProblems.PartialBaseline(migration));
                    break;
                default:
                    marks.Add(migration);
                    break;
            }
        }

        return new BaselinePlan(marks, problems);
    }

    private static RunOptions ToRunOptions(BaselineOptions options) => HistoryStores.Named(new RunOptions
    {
        HistoryTable = options.HistoryTable,
        HistoryFormat = options.HistoryFormat,
        LockTimeout = options.LockTimeout,
        LockMode = options.LockMode,
        SearchPath = options.SearchPath,
        ToolVersion = options.ToolVersion,
        RunId = options.RunId,
    });
}
