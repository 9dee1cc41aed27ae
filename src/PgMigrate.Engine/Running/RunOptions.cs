using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Engine.Running;

/// <summary>Settings of one run.</summary>
public sealed record RunOptions
{
    /// <summary>Where the history is kept.</summary>
    public HistoryTableName HistoryTable { get; init; } = HistoryTableName.Default;

    /// <summary>
    /// Keep the history as another tool does (<see cref="HistoryFormats.Writable"/>), so that the tool goes on with it; null keeps our
    /// own, unless the folder's own tool has applied its migrations here already, and <see cref="HistoryFormats.Native"/> keeps ours even then. With a format, a <see cref="HistoryTable"/> that is left at its default is where that tool keeps it.
    /// </summary>
    public string? HistoryFormat { get; init; }

    /// <summary>Run nothing after this version; null runs all.</summary>
    public string? ToVersion { get; init; }

    /// <summary>Run pending migrations that are older than an applied one.</summary>
    public bool AllowOutOfOrder { get; init; }

    /// <summary>Overrules what each migration's tokens and head say.</summary>
    public TransactionMode TransactionMode { get; init; }

    /// <summary>
    /// How long to wait for the run's own lock, and <c>lock_timeout</c> of every statement.
    /// Null waits 60 s for the run's lock and leaves <c>lock_timeout</c> as the server has it.
    /// </summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How runs keep out of each other's way.</summary>
    public RunLockMode LockMode { get; init; }

    /// <summary>
    /// How often a migration is tried again after it did not get a lock of the database's in time (<c>lock_timeout</c>, SQLSTATE 55P03).
    /// 0, the default, tries once. When it is not 0 and <see cref="LockTimeout"/> is null, <c>lock_timeout</c> is 5 s: without one
    /// there would be nothing to try again.
    /// </summary>
    public int LockRetry { get; init; }

    /// <summary><c>statement_timeout</c>; null leaves it as the server has it. A migration's <c>@timeout</c> overrules it.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary><c>search_path</c> for the run, as it is written in SQL; null leaves it.</summary>
    public string? SearchPath { get; init; }

    /// <summary><c>application_name</c>.</summary>
    public string ApplicationName { get; init; } = "PgMigrate";

    /// <summary>Values for <c>${name}</c>, <c>:name</c>, <c>:'name'</c> and <c>:"name"</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What to do with a statement of which it is not known whether it was applied.</summary>
    public ResumeChoice Resume { get; init; }

    /// <summary>Take migrations back instead of applying them; null applies. <see cref="ToVersion"/> and <see cref="AllowOutOfOrder"/> mean nothing then.</summary>
    public UndoOptions? Undo { get; init; }

    /// <summary>True when the migrations are only some of a folder's, so that rows without a file mean nothing.</summary>
    public bool IsSelection { get; init; }

    /// <summary>Only these versions are run, in plan order; null runs the whole plan. What a user confirmed.</summary>
    public IReadOnlySet<string>? Confirmed { get; init; }

    /// <summary>
    /// Runs scripts that ask the database while they run, at their turn; null refuses them. Scripts that do not ask are filled in
    /// before (<see cref="Scripting.ScriptedMigrations.RenderAsync"/>).
    /// </summary>
    public IMigrationScriptHost? ScriptHost { get; init; }

    /// <summary>Version of the tool, for the history.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>Identifies the run in the history.</summary>
    public Guid RunId { get; init; } = Guid.NewGuid();
}
