using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Running;

/// <summary>How one migration of a run ended.</summary>
public sealed record MigrationResult
{
    /// <summary>The migration, with its state after the run.</summary>
    public required Migration Migration { get; init; }

    /// <summary>How it ended.</summary>
    public required MigrationResultStatus Status { get; init; }

    /// <summary>Its version.</summary>
    public string Version => Migration.Version;

    /// <summary>Its file name.</summary>
    public string FileName => Migration.FileName;

    /// <summary>How it was run.</summary>
    public TransactionMode TransactionMode => Migration.TransactionMode;

    /// <summary>Statements applied for good.</summary>
    public int StatementsApplied { get; init; }

    /// <summary>Statements it has.</summary>
    public int StatementsTotal { get; init; }

    /// <summary>Time from its first statement to its end, seen from the client.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public MigrationFailure? Failure { get; init; }

    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>True when what was asked for is done: it is applied, or taken back.</summary>
    internal bool IsDone => Status is MigrationResultStatus.Applied or MigrationResultStatus.Undone;

    /// <inheritdoc/>
    public override string ToString() => $"{FileName} {Status}";
}
