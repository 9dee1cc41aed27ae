using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Planning;

/// <summary>Statements of a migration that are applied together or not at all.</summary>
/// <param name="Start">Index of its first statement in <see cref="PlanStep.Statements"/>.</param>
/// <param name="Count">Number of statements.</param>
/// <param name="InTransaction">
/// True when they run in one transaction together with the record of their progress; false when the statement must
/// be sent alone, outside any transaction.
/// </param>
public readonly record struct StatementUnit(int Start, int Count, bool InTransaction)
{
    /// <summary>The ranges in which its one statement is run, each a transaction with the record of its progress; null for a statement that is run as a whole.</summary>
    public BatchDirective? Batch { get; init; }
}
