using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>What a migration was seen to do.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Statements">Its statements, up to the one that failed.</param>
/// <param name="Failure">Why it could not be run to its end, or null.</param>
public sealed record MigrationTrace(Migration Migration, IReadOnlyList<StatementTrace> Statements, MigrationFailure? Failure)
{
    /// <summary>What was seen, as findings: a strong lock for information, a rewrite as a warning, a failure as an error.</summary>
    public IEnumerable<LintDiagnostic> ToDiagnostics() => TraceFindings.Of(this);
}
