using PgMigrate.Connections;
using PgMigrate.Engine.History;
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

    /// <summary>The database, or null.</summary>
    public ConnectionTarget? Connection { get; init; }

    public SqlTarget? Target { get; init; }

    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How often a migration that did not get a lock in time is tried again.</summary>
    public int? LockRetry { get; init; }

    public RunLockMode? LockMode { get; init; }

    public TimeSpan? StatementTimeout { get; init; }

    public string? SearchPath { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>How migrations in JavaScript are run.</summary>
    public ScriptSettings Scripts { get; init; } = new();

    /// <summary>What is said of lint rules for every file.</summary>
    public RuleOverride Rules { get; init; } = new();

    /// <summary>What is said for files of some paths; a later one wins.</summary>
    public IReadOnlyList<RuleOverride> Overrides { get; init; } = [];

    /// <summary>squawk's configuration as far as it has a say here, or null.</summary>
    public SquawkSettings? Squawk { get; init; }

    /// <summary>What is said of lint rules for a file.</summary>
    /// <param name="path">Full path, or null for a text that came from no file.</param>
    public RuleOverride OverrideFor(string? path) => Overrides
        .Where(item => path is not null && item.Patterns.Any(pattern => pattern.IsMatch(path)))
        .Aggregate(Rules, (joined, item) => joined.With(item));

    /// <inheritdoc/>
    public override string ToString() => SourceFile ?? "defaults";
}
