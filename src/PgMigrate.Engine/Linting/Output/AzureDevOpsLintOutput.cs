using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Linting.Output;

/// <summary>
/// Logging commands of Azure DevOps, a line a finding: <c>##vso[task.logissue type=error;sourcepath=…]message</c>. It knows errors and warnings; what is
/// for information is a plain line.
/// </summary>
internal static class AzureDevOpsLintOutput
{
    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        var text = new StringBuilder();
        foreach (LintDiagnostic diagnostic in reports.SelectMany(report => report.Diagnostics))
        {
            string path = options.Show(diagnostic.Path);
            string message = $"{diagnostic.Message} {diagnostic.Fix}";
            if (diagnostic.Severity == LintSeverity.Information)
            {
                text.Append(CultureInfo.InvariantCulture, $"{OneLine(path)}:{diagnostic.Position}: {diagnostic.RuleId}: {OneLine(message)}\n");
                continue;
            }

            string type = diagnostic.Severity == LintSeverity.Error ? "error" : "warning";
            text.Append(CultureInfo.InvariantCulture,
                $"##vso[task.logissue type={type};sourcepath={Property(path)};linenumber={diagnostic.Line};columnnumber={diagnostic.Column};code={Property(diagnostic.RuleId)}]{Data(message)}\n");
        }

        return text.ToString();
    }

    /// <summary>A plain line must not be taken for a command.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace("##vso", "## vso", StringComparison.OrdinalIgnoreCase);

    private static string Data(string text) => text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
