namespace PgMigrate.Engine.Linting.Output;

/// <summary>Writes reports in any of the forms.</summary>
public static class LintReportWriter
{
    /// <summary>Writes; lines end with LF.</summary>
    /// <param name="reports">What was found.</param>
    /// <param name="format">The form.</param>
    /// <param name="options">What the form needs to know.</param>
    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputFormat format, LintOutputOptions options)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(options);
        return format switch
        {
            LintOutputFormat.Json => JsonLintOutput.Write(reports, options),
            LintOutputFormat.Sarif => SarifLintOutput.Write(reports, options),
            LintOutputFormat.GitHub => GitHubLintOutput.Write(reports, options),
            LintOutputFormat.AzureDevOps => AzureDevOpsLintOutput.Write(reports, options),
            LintOutputFormat.JUnit => JUnitLintOutput.Write(reports, options),
            _ => string.Concat(reports.Select(report => LintRenderer.Render(report, options.BasePath))) + LintRenderer.Summarize(reports) + "\n",
        };
    }
}
