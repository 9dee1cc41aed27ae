using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate;

/// <summary>What the rules found in one migration, file or text; pipes on to Invoke-Migration.</summary>
public sealed class MigrationSqlTest
{
    private readonly LintReport _report;
    private readonly LintSeverity _failOn;

    /// <summary>Makes a test.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="failOn">The severity from which a finding makes it fail.</param>
    internal MigrationSqlTest(LintReport report, LintSeverity failOn)
    {
        (_report, _failOn) = (report, failOn);

        // An array: PowerShell cannot index the list that a collection expression makes.
        Diagnostics = report.Diagnostics.ToArray();
    }

    internal LintReport Report => _report;

    /// <summary>This test with findings that were seen on a running server.</summary>
    internal MigrationSqlTest With(IEnumerable<LintDiagnostic> observed) => new(_report.With(observed), _failOn) { Fixes = Fixes };

    /// <summary>The migration, or null when text was tested.</summary>
    public Migration? Migration => _report.Migration;

    /// <summary>Full path of the file, or null.</summary>
    public string? Path => _report.Path;

    /// <summary>Name of the file, or null.</summary>
    public string? FileName => Path is null ? null : System.IO.Path.GetFileName(Path);

    /// <summary>The kind of database it was tested for.</summary>
    public SqlTarget Target => _report.Target;

    /// <summary>True when nothing as severe as <c>-FailOn</c> was found; default: no error.</summary>
    public bool Passed => Diagnostics.All(diagnostic => diagnostic.Severity < _failOn);

    /// <summary>Errors found.</summary>
    public int ErrorCount => _report.ErrorCount;

    /// <summary>Warnings found.</summary>
    public int WarningCount => _report.WarningCount;

    /// <summary>Findings that are for information.</summary>
    public int InformationCount => _report.InformationCount;

    /// <summary>Findings that comments in the file hid.</summary>
    public int SuppressedCount => _report.SuppressedCount;

    /// <summary>Statements that were read, those of the undo section included.</summary>
    public int StatementCount => _report.StatementCount;

    /// <summary>How many of them the rules understand, and which not.</summary>
    public LintCoverage Coverage => _report.Coverage;

    /// <summary>The statements of unknown kind, which no rule looked into.</summary>
    public IReadOnlyList<UnknownStatement> OpaqueStatements => Coverage.Unknown;

    /// <summary>The findings, in the order of their places.</summary>
    public IReadOnlyList<LintDiagnostic> Diagnostics { get; }

    /// <summary>The fixes that <c>-Fix</c> made and wrote before the test.</summary>
    public IReadOnlyList<AppliedFix> Fixes { get; internal init; } = [];

    /// <summary>The findings with source lines and marks, for people.</summary>
    /// <param name="basePath">A folder; paths below it are shown from there. Null shows them whole.</param>
    /// <param name="color">True to use ANSI colours.</param>
    public string Render(string? basePath = null, bool color = false) => LintRenderer.Render(_report, basePath, color);

    /// <inheritdoc/>
    public override string ToString() => $"{FileName ?? "SQL"} {(Passed ? "passed" : "failed")}";
}
