using System.Globalization;
using System.Text;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Tests.Linting.Differential;
using PgMigrate.Engine.Tests.Linting.Fixing;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>Writes a rule's page from its metadata and its two scripts, so that it never says anything else than they do.</summary>
internal static class RulePage
{
    public static string Write(LintRule rule)
    {
        RuleMetadata metadata = rule.Metadata;
        var fixture = new RuleFixture(rule);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {metadata.Id}\n\n{metadata.Title}.\n\n| | |\n|---|---|\n");
        page.Append(CultureInfo.InvariantCulture, $"| Severity | {metadata.DefaultSeverity}{(metadata.IsRequired ? ", always" : "")} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| Targets | {string.Join(", ", metadata.Targets)} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| Also known as | {(metadata.Aliases.Count > 0 ? string.Join(", ", metadata.Aliases.Select(alias => $"`{alias}`")) : "–")} |\n");
        if (metadata.Lock is { } held)
        {
            page.Append(CultureInfo.InvariantCulture, $"| Lock | {held} |\n");
        }

        if (metadata.AllowedSince is { } since)
        {
            page.Append(CultureInfo.InvariantCulture, $"| Ended | {since:yyyy-MM-dd}: checked with an earlier `-RulesetDate` only |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n**Triggers.** {metadata.Triggers}\n\n**Effect.** {metadata.Effect}\n\n**Instead.** {metadata.Instead}\n");
        if (metadata.Rewrite is { } rewrite)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n**-Fix.** {rewrite}\n");
        }

        if (metadata.Notes is { } notes)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n**Notes.** {notes}\n");
        }

        if (metadata.NeedsConnection)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n**Needs** the facts of a database, `Test-MigrationSql -Connection`; see [what the linter knows](../lint-context.md).\n\n## In the database\n\n```sql\n{Text(fixture.Database!)}```\n");
        }

        if (metadata.SizeEffect != RuleSizeEffect.None)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n**Table size.** {(metadata.SizeEffect == RuleSizeEffect.Duration ? "With `-Connection`: for information where the table is small, a step more severe where it is large" : "With `-Connection`: for information where the table is empty")}; see [what the linter knows](../lint-context.md).\n");
        }

        if (metadata.ChecksRoutines)
        {
            page.Append("\n**Functions.** Also looks at the statements in the bodies of functions and procedures.\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n## Found\n\n```sql\n{Text(fixture.Bad)}```\n\n```text\n{fixture.Report}```\n\n## Not found\n\n```sql\n{Text(fixture.Good)}```\n");
        if (metadata.Rewrite is not null)
        {
            FixReport fixes = new FixFixture(rule).Fix();
            IEnumerable<string> made = fixes.Fixes.Select(fix => $"- Line {fix.Line}: {fix.Title} ({(fix.Safety == FixSafety.Safe ? "safe" : "needs review")}).\n");
            page.Append(CultureInfo.InvariantCulture, $"\n## Fixed\n\n{string.Concat(made)}\n```diff\n{Assert.Single(fixes.Files).Diff}```\n");
        }

        return page.ToString();
    }

    /// <summary>The list of all rules.</summary>
    public static string WriteIndex()
    {
        var page = new StringBuilder("# Rules of Test-MigrationSql\n\n| rule | finds | severity | targets |\n|---|---|---|---|\n");
        foreach (RuleMetadata metadata in RuleCatalog.All.Select(rule => rule.Metadata))
        {
            string targets = metadata.Targets.Count == RuleMetadata.AllTargets.Count ? "all" : string.Join(", ", metadata.Targets);
            page.Append(CultureInfo.InvariantCulture, $"| [{metadata.Id}]({metadata.Id}.md) | {metadata.Title} | {metadata.DefaultSeverity} | {targets} |\n");
        }

        AppendComparison(page);
        return page.ToString();
    }

    /// <summary>What the comparison with squawk came to; the cases stand in its data file.</summary>
    private static void AppendComparison(StringBuilder page)
    {
        IReadOnlyList<AcceptedDifferences.Block> blocks = AcceptedDifferences.Read();
        IEnumerable<string> compared = Squawk.Rules.Where(rule => RuleCatalog.Find(rule).Any());
        IEnumerable<string> equal = compared.Where(rule => !blocks.Any(block => block.Heading.StartsWith(rule + ":", StringComparison.Ordinal)));
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Compared with squawk

            squawk {Squawk.Version} has {Squawk.Rules.Length} rules; {compared.Count()} have one or more of ours behind their names. Both judged {LintCase.All().Count} scripts: the statements of
            `tests/PgMigrate.Engine.Tests/Fixtures/corpus`, each by itself, and the scripts of these pages. They agree everywhere on
            {string.Join(", ", equal.Select(rule => $"`{rule}`"))}.
            Not here: {string.Join(", ", Squawk.Rules.Except(compared).Select(rule => $"`{rule}`"))} (opt-in in squawk).
            Where they differ, and why (every case stands in `squawk-differences.txt` beside the corpus, and a test fails on any other):

            | squawk's rule | found by | scripts | because |
            |---|---|---|---|

            """);
        foreach (AcceptedDifferences.Block block in blocks)
        {
            string[] heading = block.Heading.Split(": ");
            page.Append(CultureInfo.InvariantCulture, $"| {heading[0]} | {heading[1]} | {block.Cases.Count} | {block.Reason.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static string Text(string path)
    {
        const int Most = 2000;
        string text = File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd();
        return (text.Length > Most ? $"{text[..40]}… {text.Length} characters in all" : text) + "\n";
    }
}
