using System.Text.RegularExpressions;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>What every rule must have: metadata, a script it finds something in, one it does not, and a page.</summary>
public sealed partial class RuleTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Metadata.Id)];

    [Fact]
    public void There_are_rules() => Assert.True(RuleCatalog.All.Count >= 12);

    [Fact]
    public void Ids_are_unique() => Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Metadata.Id).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_is_complete(string id)
    {
        RuleMetadata metadata = Find(id).Metadata;
        Assert.Matches(KebabCase(), metadata.Id);
        Assert.NotEmpty(metadata.Targets);
        Assert.All(new[] { metadata.Triggers, metadata.Effect, metadata.Instead }, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.True(metadata.Rewrite?.EndsWith('.') ?? true);
        Assert.False(metadata.Title.EndsWith('.'));
        Assert.DoesNotContain(metadata.Id, metadata.Aliases);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bad_script_is_found(string id)
    {
        LintRule rule = Find(id);
        LintReport report = new RuleFixture(rule).CheckFile(new RuleFixture(rule).Bad);
        Assert.Contains(report.Diagnostics, diagnostic => diagnostic.RuleId == id && diagnostic.Severity == rule.Metadata.DefaultSeverity);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_good_script_is_not(string id)
    {
        LintRule rule = Find(id);
        LintReport report = new RuleFixture(rule).CheckFile(new RuleFixture(rule).Good);
        Assert.Empty(report.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_that_needs_a_database_finds_nothing_without_one(string id)
    {
        LintRule rule = Find(id);
        string bad = File.ReadAllText(new RuleFixture(rule).Bad);
        var options = new LintOptions { Target = rule.Metadata.Targets[0], RulesetDate = rule.Metadata.AllowedSince?.AddDays(-1) };
        if (rule.Metadata.NeedsConnection)
        {
            Assert.DoesNotContain(Linter.Check(SourceText.FromString(bad), options).Diagnostics, diagnostic => diagnostic.RuleId == id);
        }

        Assert.Equal(rule.Metadata.NeedsConnection, new RuleFixture(rule).Database is not null);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_says_what_the_rule_does(string id)
    {
        LintRule rule = Find(id);
        Approval.Verify(RulePage.Write(rule), Repository.At([.. rule.Metadata.DocumentationPath.Split('/')]));
    }

    [Fact]
    public void The_index_lists_all() => Approval.Verify(RulePage.WriteIndex(), Repository.At("docs", "rules", "README.md"));

    [Fact]
    public void No_page_and_no_fixture_is_without_a_rule()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.At("docs", "rules"), "*.md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README")!;
        IEnumerable<string> fixtures = Directory.EnumerateDirectories(Repository.At("tests", "PgMigrate.Engine.Tests", "Fixtures", "rules")).Select(Path.GetFileName)!;
        string[] ids = [.. RuleCatalog.All.Select(rule => rule.Metadata.Id)];
        Assert.Equal(ids, pages.Order(StringComparer.Ordinal));
        Assert.Equal(ids, fixtures.Order(StringComparer.Ordinal));
    }

    private static LintRule Find(string id) => RuleCatalog.All.Single(rule => rule.Metadata.Id == id);

    [GeneratedRegex("^[a-z]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
