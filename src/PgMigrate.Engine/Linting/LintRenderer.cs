using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Linting;

/// <summary>Writes findings for people: the place, the source line with a mark under it, and what to do.</summary>
public static class LintRenderer
{
    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Blue = "\u001b[34m";

    /// <summary>The findings of a report, each followed by an empty line; empty when there is none.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="basePath">A folder; paths below it are shown from there. Null shows them whole.</param>
    /// <param name="color">True to use ANSI colours; default: no.</param>
    public static string Render(LintReport report, string? basePath = null, bool color = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        foreach (LintDiagnostic diagnostic in report.Diagnostics)
        {
            text.Append(Render(diagnostic, basePath, color)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One finding, several lines.</summary>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="basePath">A folder; paths below it are shown from there. Null shows them whole.</param>
    /// <param name="color">True to use ANSI colours and to make the rule's id a link to its page; default: no.</param>
    public static string Render(LintDiagnostic diagnostic, string? basePath = null, bool color = false)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        string Paint(string code, string part) => color ? code + part + Reset : part;
        string line = diagnostic.Line.ToString(CultureInfo.InvariantCulture);
        string margin = new(' ', line.Length);
        string accent = ColorOf(diagnostic.Severity);
        var text = new StringBuilder();
        string rule = color && diagnostic.HelpUri is { } page ? $"\u001b]8;;{page.AbsoluteUri}\u001b\\{diagnostic.RuleId}\u001b]8;;\u001b\\" : diagnostic.RuleId;
        text.Append(Paint(Bold + accent, $"{diagnostic.Severity.ToString().ToLowerInvariant()}[{rule}]"))
            .Append(Paint(Bold, $": {diagnostic.Message}")).Append('\n');
        text.Append(margin).Append(Paint(Blue, "--> "))
            .Append(PathOf(diagnostic.Path, basePath)).Append(CultureInfo.InvariantCulture, $":{diagnostic.Line}:{diagnostic.Column}\n");
        if (diagnostic.Excerpt?.Cut() is { } excerpt)
        {
            text.Append(Paint(Blue, $"{margin} |")).Append('\n');
            text.Append(Paint(Blue, $"{line} |")).Append(' ').Append(excerpt.Line).Append('\n');
            text.Append(Paint(Blue, $"{margin} |")).Append(' ').Append(' ', excerpt.MarkStart).Append(Paint(accent, new string('^', excerpt.MarkLength))).Append('\n');
        }

        text.Append(Paint(Blue, $"{margin} = ")).Append("fix: ").Append(diagnostic.Fix).Append('\n');
        return text.ToString();
    }

    /// <summary>One line that counts: <c>3 files: 1 error, 2 warnings.</c></summary>
    /// <param name="reports">What was found.</param>
    public static string Summarize(IReadOnlyCollection<LintReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        int errors = reports.Sum(report => report.ErrorCount);
        int warnings = reports.Sum(report => report.WarningCount);
        int hints = reports.Sum(report => report.InformationCount);
        string found = errors + warnings + hints == 0 ? "nothing found" : $"{Count(errors, "error")}, {Count(warnings, "warning")}{(hints > 0 ? $", {hints} for information" : "")}";
        return $"{Count(reports.Count, "file")}: {found}.{Unknown([.. reports.Select(report => report.Coverage)])}";
    }

    /// <summary>One line about statements that no rule looked into, or null when there are none.</summary>
    /// <param name="coverage">What was understood.</param>
    /// <param name="most">How many are named at most; the rest is counted.</param>
    public static string? Describe(LintCoverage coverage, int most = 5)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        int more = coverage.Unknown.Count - most;
        return coverage.Unknown.Count == 0 ? null
            : $"{coverage}; no rule looked into {string.Join("; ", coverage.Unknown.Take(most))}{(more > 0 ? $"; and {more} more" : "")}";
    }

    private static string Unknown(LintCoverage[] coverages)
    {
        int unknown = coverages.Sum(coverage => coverage.Unknown.Count);
        return unknown == 0 ? "" : $" {unknown} of {Count(coverages.Sum(coverage => coverage.StatementCount), "statement")} not known.";
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string PathOf(string? path, string? basePath)
    {
        if (path is null)
        {
            return "<sql>";
        }

        string relative = basePath is null ? path : Path.GetRelativePath(basePath, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string ColorOf(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "\u001b[31m",
        LintSeverity.Warning => "\u001b[33m",
        _ => "\u001b[36m",
    };
}
