using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

/// <summary>What every fix must do: mend its finding, whole, once and for all.</summary>
public sealed class RuleFixTests
{
    public static TheoryData<string> Ids => [.. FixFixture.Rules.Select(rule => rule.Metadata.Id)];

    public static TheoryData<string, string> IdsWithBlanks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string id in FixFixture.Rules.Select(rule => rule.Metadata.Id))
            {
                data.Add(id, "/* ; */");
                data.Add(id, "\n");
                data.Add(id, " \r\n\t");
                data.Add(id, " -- ;\r\n");
            }

            return data;
        }
    }

    public static TheoryData<string, SqlTarget> AllRules
    {
        get
        {
            var data = new TheoryData<string, SqlTarget>();
            foreach (string id in RuleCatalog.All.Select(rule => rule.Metadata.Id))
            {
                foreach (SqlTarget target in Enum.GetValues<SqlTarget>())
                {
                    data.Add(id, target);
                }
            }

            return data;
        }
    }

    [Fact]
    public void A_rule_says_what_it_fixes_and_has_a_script_that_shows_it() =>
        Assert.Equal(FixFixture.Rules.Select(rule => rule.Metadata.Id), FixFixture.Folders.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_fixes_are_as_approved(string id)
    {
        var fixture = new FixFixture(Find(id));
        Approval.Verify(fixture.Fix().Text.ToString(), fixture.Expected);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_result_is_clean_and_stays_as_it_is(string id)
    {
        FixReport report = new FixFixture(Find(id)).Fix();
        Assert.NotEmpty(report.Fixes);
        Assert.All(report.Fixes, fix => Assert.Equal(id, fix.RuleId));
        Assert.Empty(report.After.Diagnostics);
        FixReport again = LintFixer.Fix(report.Migration!, new FixFixture(Find(id)).Options, FixSafety.ReviewNeeded);
        Assert.Empty(again.Fixes);
        Assert.Empty(again.Files);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Line_ends_and_all_other_text_stay(string id)
    {
        var fixture = new FixFixture(Find(id));
        string input = File.ReadAllText(fixture.Input).ReplaceLineEndings("\n");
        string expected = fixture.Fix().Text.ToString();
        foreach (string end in new[] { "\r\n", "\r" })
        {
            using var file = new ScratchFile(input.Replace("\n", end, StringComparison.Ordinal));
            Assert.Equal(expected.Replace("\n", end, StringComparison.Ordinal), fixture.Fix(file.Path).Text.ToString());
        }
    }

    /// <summary>Whatever a fix takes out or puts in, every other token stays, and so do the line ends and comments between them.</summary>
    [Theory]
    [MemberData(nameof(IdsWithBlanks))]
    public void Comments_and_line_ends_inside_do_not_mislead_it(string id, string blank)
    {
        var fixture = new FixFixture(Find(id));
        string text = WithBlanks(File.ReadAllText(fixture.Input), blank);
        using var file = new ScratchFile(text);
        FixReport report = fixture.Fix(file.Path);
        Assert.Equal(fixture.Fix().Fixes.Select(fix => (fix.RuleId, fix.Title)), report.Fixes.Select(fix => (fix.RuleId, fix.Title)));
        Assert.Empty(report.After.Diagnostics);
        Assert.Equal(Tokens(fixture.Fix().Text), Tokens(report.Text));
        string now = report.Text.ToString();
        string lineEnd = blank.Contains('\r', StringComparison.Ordinal) ? "\r\n" : "\n";
        Assert.Equal(now.ReplaceLineEndings(lineEnd), now);
    }

    [Theory]
    [MemberData(nameof(AllRules))]
    public void Fixes_of_all_rules_together_come_to_an_end_and_leave_SQL(string id, SqlTarget target)
    {
        var bad = new RuleFixture(Find(id));
        Migration migration = Assert.Single(MigrationFolder.ReadFile(bad.Bad).Migrations);
        var options = new LintOptions { Target = target };
        FixReport report = LintFixer.Fix(migration, options, FixSafety.ReviewNeeded);
        Assert.Equal(0, report.WithheldCount);
        if (report.Fixes.Count > 0)
        {
            Assert.NotEqual(migration.Checksum, report.Migration!.Checksum);
            Assert.DoesNotContain(report.After.Diagnostics, diagnostic => diagnostic.RuleId == "unterminated-input");
            Assert.Empty(LintFixer.Fix(report.Migration!, options, FixSafety.ReviewNeeded).Fixes);
        }
    }

    [Theory]
    [MemberData(nameof(AllRules))]
    public void Only_rules_that_say_so_fix(string id, SqlTarget target)
    {
        Migration migration = Assert.Single(MigrationFolder.ReadFile(new RuleFixture(Find(id)).Bad).Migrations);
        foreach (LintDiagnostic diagnostic in Linter.Check(migration, new LintOptions { Target = target }).Diagnostics.Where(diagnostic => diagnostic.Rewrite is not null))
        {
            Assert.NotNull(Find(diagnostic.RuleId).Metadata.Rewrite);
            Assert.NotEmpty(diagnostic.Rewrite!.Edits);
            Assert.False(diagnostic.Rewrite.Title.EndsWith('.'));
        }
    }

    private static string WithBlanks(string text, string blank)
    {
        var result = new System.Text.StringBuilder();
        var lexer = new SqlLexer(text);
        for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            ReadOnlySpan<char> said = token.Of(text);
            result.Append(token.Kind != SqlTokenKind.Whitespace ? said
                : said.Contains('\n') ? said.ToString().Replace("\n", blank.Contains('\r', StringComparison.Ordinal) ? "\r\n" : "\n", StringComparison.Ordinal)
                : blank);
        }

        return result.ToString();
    }

    private static List<string> Tokens(SourceText text)
    {
        var tokens = new List<string>();
        var lexer = new SqlLexer(text.Span);
        for (SqlToken token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            // The body that a fix wraps a statement in keeps the comments of it.
            tokens.Add(token.Kind == SqlTokenKind.DollarString ? "$" : token.Of(text.Span).ToString());
        }

        return tokens;
    }

    private static LintRule Find(string id) => RuleCatalog.All.Single(rule => rule.Metadata.Id == id);
}
