using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>
/// Another tool's history table, kept so that the tool goes on with it. Such a table has a row for what is applied and nothing
/// else: no failures, no progress, no runs.
/// </summary>
internal sealed class ToolHistoryStore : IHistoryStore
{
    private static readonly SqlCommand Nothing = new("SELECT 0::bigint");

    private readonly HistoryFormat _format;
    private readonly HistoryTableName? _given;
    private readonly Dictionary<string, Migration> _migrations;
    private readonly IReadOnlyList<Migration> _all;
    private readonly string _layout;

    /// <summary>Opens the store; nothing is sent yet.</summary>
    /// <param name="format">Name of a format that can be written.</param>
    /// <param name="given">The table, or null for where the tool usually keeps it.</param>
    /// <param name="schema">First schema of the search path, for a table that is to be made.</param>
    /// <param name="set">The migrations.</param>
    /// <exception cref="HistoryUnusableException">The format is read only.</exception>
    public ToolHistoryStore(string format, HistoryTableName? given, string? schema, MigrationSet set)
    {
        _format = HistoryFormats.Find(format);
        if (!_format.CanWrite)
        {
            throw HistoryUnusableException.ReadOnlyFormat(_format.Name);
        }

        HistoryTableName usual = given ?? _format.UsualTable;
        _given = given;
        Table = usual with { Schema = usual.Schema ?? schema };
        _all = set.Migrations;
        _layout = set.Layout;
        _migrations = new Dictionary<string, Migration>(StringComparer.Ordinal);
        foreach (Migration migration in set.Migrations)
        {
            _migrations.TryAdd(migration.FileName, migration);
        }
    }

    /// <inheritdoc/>
    public HistoryTableName Table { get; private set; }

    /// <inheritdoc/>
    public bool KeepsProgress => false;

    /// <inheritdoc/>
    public async Task<HistorySnapshot?> ReadAsync(ISqlSession session, CancellationToken cancellationToken = default)
    {
        ToolHistory history;
        try
        {
            history = await ToolHistory.ReadAsync(session, _format.Name, _given ?? _format.UsualTable, cancellationToken, visibleOnly: true).ConfigureAwait(false);
        }
        catch (HistoryUnusableException error) when (error.IsMissing)
        {
            return null;
        }

        Table = history.Table;
        ToolHistoryMatch match = history.Match(_all);
        if (match.History.Records.FirstOrDefault(record => record.State == HistoryRecordState.Failed) is { } failed)
        {
            throw HistoryUnusableException.Failed(Table, failed.Name, _format.Name);
        }

        var entries = new List<MigrationLogEntry>();
        foreach (ToolHistoryItem item in match.Items)
        {
            if (match.ToEntry(item, entries.Count + 1) is { } entry)
            {
                entries.Add(entry);
            }
        }

        // Without a version: what this tool did not find a file for must not be given one by our own, looser, comparison.
        entries.AddRange(match.WithoutFile.Select((record, at) => ToolHistoryMatch.Entry(record, record.Name, entries.Count + at + 1) with { Version = null }).ToList());
        return new HistorySnapshot(entries, IsCurrent: true);
    }

    /// <inheritdoc/>
    public async Task EnsureAsync(ISqlSession session, CancellationToken cancellationToken = default)
    {
        var batch = new SqlBatch([.. _format.Create(Table, _layout).Select(sql => new SqlCommand(sql))]) { Begin = true, Commit = true };
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

    /// <inheritdoc/>
    public SqlCommand Insert(MigrationLogEntry entry) => entry.Status switch
    {
        MigrationLogStatus.Completed or MigrationLogStatus.Baseline => _format.Insert(Table, _migrations[entry.FileName]),
        MigrationLogStatus.Undone => _format.Remove(Table, _migrations[entry.FileName], Before(entry.FileName)),
        _ => Nothing,
    };

    /// <inheritdoc/>
    public SqlCommand Update(MigrationLogEntry entry) => Insert(entry);

    private Migration? Before(string fileName) => _all.TakeWhile(migration => migration.FileName != fileName).LastOrDefault();

    /// <summary>Key of the lock that the tool holds while it migrates, or null.</summary>
    internal long? LockKey(string database) => _format.LockKey(database, Table);
}
