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
