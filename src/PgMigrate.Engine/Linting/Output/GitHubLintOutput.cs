using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Linting.Output;

/// <summary>Workflow commands of GitHub Actions, a line a finding: <c>::error file=…,line=…::message</c>.</summary>
internal static class GitHubLintOutput
{
    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        var text = new StringBuilder();
        foreach (LintDiagnostic diagnostic in reports.SelectMany(report => report.Diagnostics))
        {
            string command = diagnostic.Severity switch
            {
                LintSeverity.Error => "error",
                LintSeverity.Warning => "warning",
                _ => "notice",
            };
            text.Append(CultureInfo.InvariantCulture, $"::{command} file={Property(options.Show(diagnostic.Path))},line={diagnostic.Line},endLine={diagnostic.EndPosition.Line}");
            if (diagnostic.Line == diagnostic.EndPosition.Line)
            {
                // GitHub takes columns for one line only.
                text.Append(CultureInfo.InvariantCulture, $",col={diagnostic.Column},endColumn={diagnostic.EndPosition.Column}");
            }

            text.Append(CultureInfo.InvariantCulture, $",title={Property(diagnostic.RuleId)}::{Data($"{diagnostic.Message}\n{diagnostic.Fix}\n{options.Pages.OnWeb(diagnostic.Page)?.AbsoluteUri ?? diagnostic.Page}")}\n");
        }

        return text.ToString();
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
