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
        (int[] offsets, SourcePosition[] positions) = Locate(context.Script, findings);
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
                Position = positions[Array.BinarySearch(offsets, finding.Start)],
                EndPosition = positions[Array.BinarySearch(offsets, finding.Start + finding.Length)],
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
    private static (int[] Offsets, SourcePosition[] Positions) Locate(SourceText script, LintFinding[] findings)
    {
        int[] offsets = new int[findings.Length * 2];
        for (int at = 0; at < findings.Length; at++)
        {
            offsets[2 * at] = findings[at].Start;
            offsets[(2 * at) + 1] = findings[at].Start + findings[at].Length;
        }

        Array.Sort(offsets);
        var positions = new SourcePosition[offsets.Length];
        for (int at = 0; at < offsets.Length; at++)
        {
            positions[at] = at > 0 && offsets[at] == offsets[at - 1] ? positions[at - 1] : script.GetPosition(offsets[at]);
        }

        return (offsets, positions);
    }
}
