namespace PgMigrate.Engine.History;

/// <summary>One row of a history table.</summary>
public sealed record MigrationLogEntry
{
    /// <summary>Row number.</summary>
    public long Id { get; init; }

    /// <summary>Order of the row in the log as its writer counted it (<c>step_number</c>).</summary>
    public int StepNumber { get; init; }

    /// <summary>Version of the migration; null in rows that other tools wrote.</summary>
    public string? Version { get; init; }

    /// <summary>File name (<c>description</c>).</summary>
    public required string FileName { get; init; }

    /// <summary>What happened.</summary>
    public MigrationLogStatus Status { get; init; }

    /// <summary>The <c>status</c> column as it stands.</summary>
    public required string StatusText { get; init; }

    /// <summary>When, by the server's clock. Columns without a time zone are read as the session's zone, UTC here.</summary>
    public DateTimeOffset? ExecutedAt { get; init; }

    /// <summary>How long it took on the server, if recorded.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Statements applied, if recorded.</summary>
    public int? StatementsApplied { get; init; }

    /// <summary>Statements of the migration, if recorded.</summary>
    public int? StatementsTotal { get; init; }

    /// <summary>SHA-256 of the file when it was run, if recorded; of the undo script alone where that was run.</summary>
    public string? Checksum { get; init; }

    /// <summary>Database user and client host.</summary>
    public string? AppliedBy { get; init; }

    /// <summary>The run that wrote it.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The version of PgMigrate that wrote it.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>
    /// How far a statement with <c>@batch</c> has come: its index, the rows changed before the last range, the last key done and
    /// the last one to do, as JSON. <c>catalog</c> in a running row of Aurora DSQL: definitions after the last one recorded may be applied,
    /// and the catalog tells which. Null in all others.
    /// </summary>
    public string? BatchProgress { get; init; }

    /// <summary>The error, if it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The SQL of the file, secrets taken out, cut at 65,536 characters; or what another tool put there.</summary>
    public string? SqlExecuted { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName} {StatusText}";
}
