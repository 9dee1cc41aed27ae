using PgMigrate.Engine.History;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>What the environment and <c>pgmigrate.psd1</c> say; null where they are silent. Parameters overrule it.</summary>
internal sealed record MigrationSettings
{
    /// <summary>The settings file that was found, or null.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Keys of it that mean nothing here.</summary>
    public IReadOnlyList<string> UnknownKeys { get; init; } = [];

    /// <summary>Folder of the migrations, full path.</summary>
    public string? Path { get; init; }

    /// <summary>Name of the folder's layout.</summary>
    public string? Layout { get; init; }

    /// <summary>Name of the format in which the history is kept.</summary>
    public string? HistoryFormat { get; init; }

    public HistoryTableName? HistoryTable { get; init; }

    public string? ImmutableThrough { get; init; }

    /// <summary>May hold a password: never shown.</summary>
    public string? ConnectionString { get; init; }

    public SqlTarget? Target { get; init; }

    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How often a migration that did not get a lock in time is tried again.</summary>
    public int? LockRetry { get; init; }

    public RunLockMode? LockMode { get; init; }

    public TimeSpan? StatementTimeout { get; init; }

    public string? SearchPath { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Severities of lint rules that differ from the rules' own, by id or alias.</summary>
    public IReadOnlyDictionary<string, LintSeverity> RuleSeverity { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>Lint rules that are not checked.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>Without the connection string.</summary>
    public override string ToString() => SourceFile ?? "defaults";
}
