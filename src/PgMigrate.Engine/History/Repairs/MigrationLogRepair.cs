using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>A row of a history that is repaired.</summary>
public sealed record MigrationLogRepair
{
    /// <summary>What was wrong with it.</summary>
    public required RepairKind Kind { get; init; }

    /// <summary>The row as it was.</summary>
    public required MigrationLogEntry Entry { get; init; }

    /// <summary>The checksum that it has now; null for a row that is removed.</summary>
    public string? Checksum { get; init; }

    /// <summary>What is done, and what follows from it.</summary>
    public required string Action { get; init; }

    /// <summary>Number of the row.</summary>
    public long Id => Entry.Id;

    /// <summary>Version of its migration; null in rows that other tools wrote.</summary>
    public string? Version => Entry.Version;

    /// <summary>File name of its migration.</summary>
    public string FileName => Entry.FileName;

    /// <summary>What tells it from the others of a plan, the same as long as the row does not change.</summary>
    public string Key => FormattableString.Invariant($"{Kind} {Id} {Entry.StatusText} {FileName} {Checksum}");

    /// <summary>The command that does it.</summary>
    internal SqlCommand? Command { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName} {Kind}: {Action}";
}
