using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Tells the state of each migration from the rows of a history. A row belongs to the migration whose file name it bears, else
/// to the one whose version it bears (a renamed file). A file may have many rows: retries are rows of their own.
/// </summary>
internal sealed class MigrationStates
{
    private readonly Dictionary<string, List<MigrationLogEntry>> _byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MigrationLogEntry>> _byVersion = new(StringComparer.Ordinal);

    private readonly HashSet<string> _files;

    /// <summary>Takes up a history.</summary>
    /// <param name="entries">Its rows.</param>
    /// <param name="migrations">All files: a row that bears the name of one says nothing of another with the same number.</param>
    public MigrationStates(IReadOnlyList<MigrationLogEntry> entries, IReadOnlyList<Migration> migrations)
    {
        _files = migrations.Select(migration => migration.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (MigrationLogEntry entry in entries)
        {
            Add(_byFile, entry.FileName, entry);
            if (entry.Version is { } version && !_files.Contains(entry.FileName))
            {
                Add(_byVersion, MigrationVersion.Normalize(version), entry);
            }
        }
    }

    /// <summary>The migration with its state, and the row that decided it.</summary>
    public (Migration Migration, MigrationLogEntry? Row) Resolve(Migration migration)
    {
        MigrationLogEntry? decisive = null;
        foreach (MigrationLogEntry entry in RowsOf(migration))
        {
            decisive = Decides(entry, decisive) ? entry : decisive;
        }

        MigrationState state = decisive?.Status switch
        {
            null => MigrationState.Pending,
            MigrationLogStatus.Completed => StateOfApplied(migration, decisive, MigrationState.Applied),
            MigrationLogStatus.Baseline => StateOfApplied(migration, decisive, MigrationState.Baselined),
            _ when IsPartial(decisive) => MigrationState.Partial,
            MigrationLogStatus.Failed => MigrationState.Failed,
            MigrationLogStatus.Undone => MigrationState.Undone,
            _ => MigrationState.Pending,
        };
        bool applied = state is MigrationState.Applied or MigrationState.Baselined or MigrationState.Changed;
        return (migration with { State = state, AppliedAt = applied ? decisive!.ExecutedAt : null }, decisive);
    }

    /// <summary>Rows of migrations, applied whole or in part, for which there is no file; one a file name.</summary>
    public IEnumerable<MigrationLogEntry> Orphans(IReadOnlyList<Migration> migrations)
    {
        var renamed = migrations.Where(migration => !_byFile.ContainsKey(migration.FileName))
            .Select(migration => MigrationVersion.Normalize(migration.Version)).ToHashSet(StringComparer.Ordinal);
        return _byFile.Where(pair => !_files.Contains(pair.Key))
            .Select(pair => pair.Value.Aggregate((MigrationLogEntry?)null, (best, entry) => Decides(entry, best) ? entry : best))
            .OfType<MigrationLogEntry>()
            .Where(entry => (IsApplied(entry) || IsPartial(entry)) && !(entry.Version is { } version && renamed.Contains(MigrationVersion.Normalize(version))));
    }

    private static bool IsApplied(MigrationLogEntry entry) => entry.Status is MigrationLogStatus.Completed or MigrationLogStatus.Baseline;

    /// <summary>True when some of it may be in the database, and not all of it.</summary>
    public static bool IsPartial(MigrationLogEntry entry) =>
        entry.Status is MigrationLogStatus.Running or MigrationLogStatus.Partial || IsUndoUnfinished(entry);

    /// <summary>True when it was applied and is taken back in part.</summary>
    public static bool IsUndoUnfinished(MigrationLogEntry? entry) => entry?.Status is MigrationLogStatus.Undoing or MigrationLogStatus.UndoPartial;

    /// <summary>True for the row of a run that died: what it did last is not recorded.</summary>
    public static bool IsUnderWay(MigrationLogEntry entry) => entry.Status is MigrationLogStatus.Running or MigrationLogStatus.Undoing;

    /// <summary>Once applied, only an undo changes that: a failed row after it is another tool's vain retry, or a vain undo.</summary>
    private static bool Decides(MigrationLogEntry entry, MigrationLogEntry? soFar) =>
        entry.Status != MigrationLogStatus.Unknown
        && (soFar is null || !(IsApplied(soFar) || IsUndoUnfinished(soFar)) || IsApplied(entry)
            || entry.Status == MigrationLogStatus.Undone || IsUndoUnfinished(entry));

    private static MigrationState StateOfApplied(Migration migration, MigrationLogEntry row, MigrationState state) =>
        row.Checksum is { } checksum && !checksum.Equals(migration.Checksum, StringComparison.OrdinalIgnoreCase)
            ? migration.IsRepeatable ? MigrationState.Pending : MigrationState.Changed
            : state;

    private static void Add(Dictionary<string, List<MigrationLogEntry>> index, string key, MigrationLogEntry entry)
    {
        if (!index.TryGetValue(key, out List<MigrationLogEntry>? list))
        {
            index.Add(key, list = []);
        }

        list.Add(entry);
    }

    private List<MigrationLogEntry> RowsOf(Migration migration) =>
        _byFile.GetValueOrDefault(migration.FileName)
        ?? _byVersion.GetValueOrDefault(MigrationVersion.Normalize(migration.Version))
        ?? [];
}
