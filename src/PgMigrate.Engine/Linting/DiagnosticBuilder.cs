using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>Turns the findings of a script into diagnostics.</summary>
internal static class DiagnosticBuilder
{
    public static IEnumerable<LintDiagnostic> Build(LintContext context, RuleSelection selection, HashSet<LintFinding> hidden)
    {
        LintFinding[] findings =
        [
            .. context.Findings.Where(finding => !hidden.Contains(finding) && selection.SeverityOf(finding) >= context.Options.MinimumSeverity)
                .OrderBy(finding => finding.Start).ThenBy(finding => finding.Length)
                .ThenBy(finding => finding.Rule.Metadata.Id, StringComparer.Ordinal),
        ];
        Dictionary<int, SourcePosition> positions = Locate(context.Script, findings);
        var pages = new RulePages(context.Options.DocumentationAddress);
        foreach (LintFinding finding in findings)
        {
            yield return new LintDiagnostic
            {
                RuleId = finding.Rule.Metadata.Id,
                Severity = selection.SeverityOf(finding),
                Message = finding.Message,
                Fix = finding.Fix,
                Rewrite = InFile(finding, context),
                Path = context.Script.Path,
                Position = positions[finding.Start],
                EndPosition = positions[finding.Start + finding.Length],
                StatementText = finding.Statement?.FirstLine,
                StatementIndex = finding.Statement?.Index,
                Target = context.Target,
                Page = finding.Rule.Metadata.DocumentationPath,
                HelpUri = pages.AddressOf(finding.Rule.Metadata.DocumentationPath),
                LiveFacts = finding.LiveFacts,
                Excerpt = SourceExcerpt.Of(context.Parsed, finding.Start, finding.Length),
            };
        }
    }

    /// <summary>
    /// A text that cannot be read to its end, or whose variables are filled in, is not for a machine to change; nor is the code of a block,
    /// which runs in a transaction and under conditions that no rule knows.
    /// </summary>
    private static LintFix? InFile(LintFinding finding, LintContext context) =>
        context.SyntaxError is null && context.Script.Whole.Original is null && finding.Statement is not { IsInBody: true }
            ? finding.Rewrite?.Moved(context.Script.StartInWhole) : null;

    /// <summary>
    /// Asks for the places in rising order, each once: going back and forth on one long line would cost its length every time.
    /// </summary>
    private static Dictionary<int, SourcePosition> Locate(SourceText script, LintFinding[] findings)
    {
        var positions = new Dictionary<int, SourcePosition>();
        foreach (int offset in findings.SelectMany(finding => new[] { finding.Start, finding.Start + finding.Length }).Distinct().Order())
        {
            positions[offset] = script.GetPosition(offset);
        }

        return positions;
    }
}
