using PgMigrate.Engine.History;
using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Running;

/// <summary>Makes the history rows of one run.</summary>
internal sealed class HistoryWriter
{
    /// <summary>Longest text kept in <c>sql_executed</c>, UTF-16 code units.</summary>
    public const int MaxSqlLength = 65_536;

    private const string MarkedOnly = "-- marked as undone; nothing was run";

    private readonly RunOptions _options;
    private readonly string _appliedBy;
    private int _nextStep;

    public HistoryWriter(IHistoryStore store, RunOptions options, DatabaseFacts facts, int nextStep)
    {
        Store = store;
        _options = options;
        _appliedBy = $"{facts.User}@{Environment.MachineName}";
        _nextStep = nextStep;
    }

    public IHistoryStore Store { get; }

    /// <summary>A new row for a step, with the next number.</summary>
    public MigrationLogEntry NewEntry(PlanStep step, MigrationLogStatus status, int applied) => new()
    {
        Id = step.ResumeRowId ?? 0,
        StepNumber = _nextStep++,
        Version = step.Migration.Version,
        FileName = step.Migration.FileName,
        Status = step.IsUndo ? UndoOf(status) : status,
        StatusText = MigrationLogRow.TextOf(step.IsUndo ? UndoOf(status) : status),
        StatementsApplied = applied,
        StatementsTotal = step.Statements.Count,
        Checksum = step is { IsUndo: true, Script: { } undo } ? Migrations.Checksum.Of(undo.Span) : step.Migration.Checksum,
        AppliedBy = _appliedBy,
        RunId = _options.RunId,
        ToolVersion = _options.ToolVersion,
        SqlExecuted = step.Script is { } script ? ExecutedSql.Of(script, MaxSqlLength) : MarkedOnly,
        BatchProgress = step.ResumeBatch?.ToString() ?? (step.TellsByCatalog && Store.KeepsProgress && status == MigrationLogStatus.Running ? CatalogProgress.Mark : null),
    };

    /// <summary>A row that marks a migration as applied without having been run.</summary>
    public MigrationLogEntry NewBaseline(Migrations.Migration migration) => new()
    {
        StepNumber = _nextStep++,
        Version = migration.Version,
        FileName = migration.FileName,
        Status = MigrationLogStatus.Baseline,
        StatusText = MigrationLogRow.TextOf(MigrationLogStatus.Baseline),
        StatementsApplied = 0,
        Duration = TimeSpan.Zero,
        Checksum = migration.Checksum,
        AppliedBy = _appliedBy,
        RunId = _options.RunId,
        ToolVersion = _options.ToolVersion,
    };

    /// <summary>The row with another status and progress.</summary>
    public static MigrationLogEntry Changed(
        MigrationLogEntry entry, MigrationLogStatus status, int applied, TimeSpan? duration = null, string? error = null) =>
        entry with
        {
            Status = IsOfUndo(entry) ? UndoOf(status) : status,
            StatusText = MigrationLogRow.TextOf(IsOfUndo(entry) ? UndoOf(status) : status),
            StatementsApplied = applied,
            Duration = duration,
            ErrorMessage = error,

            // What ended, well or not, has its progress in the row.
            BatchProgress = status == MigrationLogStatus.Completed || (status != MigrationLogStatus.Running && entry.BatchProgress == CatalogProgress.Mark)
                ? null : entry.BatchProgress,
        };

    private static bool IsOfUndo(MigrationLogEntry entry) =>
        entry.Status is MigrationLogStatus.Undone or MigrationLogStatus.Undoing or MigrationLogStatus.UndoPartial;

    /// <summary>What a status is called when a migration is taken back.</summary>
    private static MigrationLogStatus UndoOf(MigrationLogStatus status) => status switch
    {
        MigrationLogStatus.Completed => MigrationLogStatus.Undone,
        MigrationLogStatus.Running => MigrationLogStatus.Undoing,
        MigrationLogStatus.Partial => MigrationLogStatus.UndoPartial,
        _ => status,
    };

    /// <summary>A transaction of its own for one history command, under fresh settings.</summary>
    public SqlBatch Alone(SqlCommand command, params IReadOnlyList<SqlCommand> after) =>
        new([.. SessionSettings.From(_options).Commands, command, .. after]) { Begin = true, Commit = true };
}
