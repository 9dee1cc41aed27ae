using System.Text.Json;
using System.Xml.Linq;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Output;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Output;

public sealed class LintReportWriterTests
{
    private const string Base = "/repo";

    private static readonly LintReport[] Reports =
    [
        Check("/repo/db/0001 a,b;c%]:d.sql", "DROP TABLE \"a%]\u0001\";\nTRUNCATE t;"),
        Check("/repo/db/0002.sql", "SELECT 'open"),
        Check("/elsewhere/0003.sql", "SELECT 1;"),
        Check(null, "BEGIN;", SqlTarget.RdsDataApi),
    ];

    private static readonly LintOutputOptions Options = new() { BasePath = Base, ToolVersion = "1.2.3" };

    public static TheoryData<LintOutputFormat> Formats => [.. Enum.GetValues<LintOutputFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Each_form_is_as_approved(LintOutputFormat format)
    {
        string text = LintReportWriter.Write(Reports, format, Options);
        if (format == LintOutputFormat.Sarif)
        {
            // The list of rules has its own pages; only what was found is approved here.
            using JsonDocument document = JsonDocument.Parse(text);
            text = JsonSerializer.Serialize(document.RootElement.GetProperty("runs")[0].GetProperty("results"), new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";
        }

        Approval.Verify(text, Repository.At("tests", "PgMigrate.Engine.Tests", "Linting", "Approved", $"{format}.approved.txt"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_to_tell_is_well_formed_too(LintOutputFormat format) =>
        Assert.DoesNotContain("error", LintReportWriter.Write([], format, Options).Replace("0 errors", "", StringComparison.Ordinal).Replace("errors=\"0\"", "", StringComparison.Ordinal)
            .Split("\"rules\"")[0], StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Sarif_lists_every_rule_and_points_at_it()
    {
        using JsonDocument document = JsonDocument.Parse(LintReportWriter.Write(Reports, LintOutputFormat.Sarif, Options));
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal(RuleCatalog.All.Count, rules.GetArrayLength());
        Assert.NotEqual(0, run.GetProperty("results").GetArrayLength());
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            JsonElement region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
            Assert.True(region.GetProperty("startLine").GetInt32() >= 1 && region.GetProperty("startColumn").GetInt32() >= 1);
        }
    }

    [Fact]
    public void Pages_have_an_address_when_the_web_has_them()
    {
        LintOutputOptions onWeb = Options with { DocumentationAddress = new Uri("https://example.org/a/b") };
        Assert.Equal("https://example.org/a/b/docs/rules/drop-table.md", RuleOf("drop-table", onWeb).GetProperty("helpUri").GetString());
        Assert.False(RuleOf("drop-table", Options).TryGetProperty("helpUri", out _));
        Assert.Contains("**Instead.**", RuleOf("drop-table", Options).GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(LintReportWriter.Write(Reports, LintOutputFormat.Json, onWeb));
        JsonElement found = json.RootElement.GetProperty("files")[0].GetProperty("diagnostics")[0];
        Assert.Equal($"https://example.org/a/b/{found.GetProperty("documentation").GetString()}", found.GetProperty("helpUri").GetString());
        LintDiagnostic finding = Linter.Check(SourceText.FromString("DROP TABLE t"), new LintOptions { DocumentationAddress = new Uri("https://example.org/a/") }).Diagnostics[0];
        Assert.Equal($"https://example.org/a/docs/rules/{finding.RuleId}.md", finding.HelpUri?.AbsoluteUri);
        Assert.Contains($"\u001b]8;;{finding.HelpUri}\u001b\\{finding.RuleId}\u001b]8;;\u001b\\", LintRenderer.Render(finding, color: true), StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", LintRenderer.Render(finding), StringComparison.Ordinal);

        static JsonElement RuleOf(string id, LintOutputOptions options)
        {
            using JsonDocument sarif = JsonDocument.Parse(LintReportWriter.Write([], LintOutputFormat.Sarif, options));
            return sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == id).Clone();
        }
    }

    [Fact]
    public void What_no_rule_looked_into_is_told()
    {
        LintReport report = Check("/repo/db/a.sql", "SELECT 1;\n  FROBNICATE \"\u0001t\";\n-- @undo\nCREATE GIZMO g;");
        Assert.Equal((1, 3), (report.Coverage.KnownCount, report.Coverage.StatementCount));
        Assert.Equal(["2:3: FROBNICATE \"\uFFFDt\"", "4:1: CREATE GIZMO g"], report.Coverage.Unknown.Select(unknown => unknown.ToString()));
        using JsonDocument json = JsonDocument.Parse(LintReportWriter.Write([report], LintOutputFormat.Json, Options));
        JsonElement file = json.RootElement.GetProperty("files")[0];
        Assert.Equal(1, file.GetProperty("known").GetInt32());
        Assert.Equal([2, 4], file.GetProperty("opaque").EnumerateArray().Select(opaque => opaque.GetProperty("line").GetInt32()));
        using JsonDocument sarif = JsonDocument.Parse(LintReportWriter.Write([report], LintOutputFormat.Sarif, Options));
        JsonElement note = sarif.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("toolExecutionNotifications")[1];
        Assert.Equal("db/a.sql", note.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Contains("CREATE GIZMO g", note.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("2 of 3 statements not known.\n", LintReportWriter.Write([report], LintOutputFormat.Text, Options), StringComparison.Ordinal);
        Assert.Equal("1 of 3 statements known; no rule looked into 2:3: FROBNICATE \"\uFFFDt\"; and 1 more", LintRenderer.Describe(report.Coverage, 1));
        Assert.Null(LintRenderer.Describe(Check(null, "SELECT 1").Coverage));
    }

    [Fact]
    public void JUnit_counts_what_it_holds()
    {
        XElement suite = XDocument.Parse(LintReportWriter.Write(Reports, LintOutputFormat.JUnit, Options with { FailOn = LintSeverity.Warning })).Root!.Element("testsuite")!;
        Assert.Equal(4, suite.Elements("testcase").Count());
        Assert.Equal(suite.Attribute("failures")!.Value, suite.Descendants("failure").Count().ToString());
        Assert.Equal("3", suite.Attribute("failures")!.Value);
    }

    [Fact]
    public void A_line_of_a_build_service_cannot_be_broken_by_a_name()
    {
        foreach (LintOutputFormat format in new[] { LintOutputFormat.GitHub, LintOutputFormat.AzureDevOps })
        {
            LintReport report = Check("/repo/a\n##vso[task.complete]::error::b.sql", "DROP TABLE t; CREATE TABLE b (id int);");
            string[] lines = LintReportWriter.Write([report], format, Options).TrimEnd('\n').Split('\n');
            Assert.Equal(report.Diagnostics.Count, lines.Length);
            Assert.All(lines, line => Assert.False(line.StartsWith("##vso[task.complete", StringComparison.Ordinal)));
        }
    }

    private static LintReport Check(string? path, string sql, SqlTarget target = SqlTarget.PostgreSql) =>
        Linter.Check(SourceText.FromString(sql, path), new LintOptions { Target = target });
}
