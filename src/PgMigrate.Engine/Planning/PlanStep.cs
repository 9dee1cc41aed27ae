using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>One migration that a run would apply.</summary>
public sealed record PlanStep
{
    /// <summary>The migration, its state and transaction mode filled in.</summary>
    public required Migration Migration { get; init; }

    /// <summary>Why it is not run in one transaction, or null.</summary>
    public string? ModeReason { get; init; }

    /// <summary>The statements as they will be sent, variables filled in.</summary>
    public required IReadOnlyList<SqlStatement> Statements { get; init; }

    /// <summary>Units of work in order; a transactional migration is one unit.</summary>
    public required IReadOnlyList<StatementUnit> Units { get; init; }

    /// <summary>
    /// True for a script that asks the database while it runs: it has no statements until its turn comes, when it is run with the
    /// session that applies it.
    /// </summary>
    public bool IsDeferred { get; init; }

    /// <summary>True when all statements and the history row are one transaction.</summary>
    public bool IsTransactional => Migration.TransactionMode == TransactionMode.Transactional;

    /// <summary>Statement timeout that its script asks for; null means the run's.</summary>
    internal TimeSpan? Timeout { get; init; }

    /// <summary>True when the migration is taken back instead of applied.</summary>
    public bool IsUndo { get; init; }

    /// <summary>The text that the statements are from: what applies the migration, or what takes it back; null when it is only marked.</summary>
    internal SourceText? Script => !IsUndo ? Migration.UpScript : Statements.Count > 0 ? Migration.UndoScript : null;

    /// <summary>Statements already applied by an earlier run that stopped; 0 for a fresh start.</summary>
    public int ResumeAt { get; init; }

    /// <summary>The interrupted statement, when it may have left something unfinished that is to be dealt with first; null for none.</summary>
    internal StatementEvidence? Leftover { get; init; }

    /// <summary>How far the statement at <see cref="ResumeAt"/> has come in ranges (<c>@batch</c>); null for its start.</summary>
    internal BatchProgress? ResumeBatch { get; init; }

    /// <summary>True when progress through its definitions may be left to the catalog (<see cref="CatalogProgress"/>).</summary>
    internal bool TellsByCatalog { get; init; }

    /// <summary>The history row that an earlier run left for it to go on with, or null.</summary>
    public long? ResumeRowId { get; init; }
}
