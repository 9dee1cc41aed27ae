using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting;

/// <summary>What the rules found in one migration or text.</summary>
public sealed class LintReport
{
    internal LintReport(IReadOnlyList<LintDiagnostic> diagnostics) => Diagnostics = diagnostics;

    /// <summary>The findings in the order of their places: those of the up part, then those of the undo part.</summary>
    public IReadOnlyList<LintDiagnostic> Diagnostics { get; }

    /// <summary>True when there is no error.</summary>
    public bool Passed => ErrorCount == 0;

    /// <summary>How many findings are errors.</summary>
    public int ErrorCount => Count(LintSeverity.Error);

    /// <summary>How many are warnings.</summary>
    public int WarningCount => Count(LintSeverity.Warning);

    /// <summary>How many are for information.</summary>
    public int InformationCount => Count(LintSeverity.Information);

    /// <summary>How many findings comments in the file hid.</summary>
    public required int SuppressedCount { get; init; }

    /// <summary>How many statements were checked, those of the undo part included.</summary>
    public int StatementCount => Coverage.StatementCount;

    /// <summary>How many of them the rules understand, and which not.</summary>
    public required LintCoverage Coverage { get; init; }

    /// <summary>Full path of the file, or null.</summary>
    public required string? Path { get; init; }

    /// <summary>The kind of database it was checked for.</summary>
    public required SqlTarget Target { get; init; }

    /// <summary>The migration, or null when a text was checked.</summary>
    public required Migration? Migration { get; init; }

    /// <summary>What is known of the schema once the script has run; the next one starts with it.</summary>
    public required SchemaFacts SchemaAfter { get; init; }

    /// <summary>This report with findings that were seen on a running server among its own, in the order of their places.</summary>
    /// <param name="observed">The findings.</param>
    public LintReport With(IEnumerable<LintDiagnostic> observed) =>
        new([.. Diagnostics.Concat(observed).OrderBy(diagnostic => diagnostic.Position.Offset).ThenBy(diagnostic => diagnostic.IsObserved)])
        {
            SuppressedCount = SuppressedCount,
            Coverage = Coverage,
            Path = Path,
            Target = Target,
            Migration = Migration,
            SchemaAfter = SchemaAfter,
        };

    /// <inheritdoc/>
    public override string ToString() => $"{Path ?? "<sql>"}: {(Passed ? "passed" : "failed")}";

    private int Count(LintSeverity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity);
}
