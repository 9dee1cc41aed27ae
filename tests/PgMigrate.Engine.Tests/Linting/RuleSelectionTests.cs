using PgMigrate.Engine.Linting;

namespace PgMigrate.Engine.Tests.Linting;

public sealed class RuleSelectionTests
{
    [Fact]
    public void All_can_be_left_out_but_the_required_ones()
    {
        var options = new LintOptions { ExcludedRules = ["*"], Rules = ["drop-table"], Severities = new Dictionary<string, LintSeverity> { ["drop-table"] = LintSeverity.Error } };
        Assert.Contains(RuleCatalog.All, rule => rule.Metadata.IsRequired);
        Assert.Equal(RuleCatalog.All.Where(rule => rule.Metadata.IsRequired), new RuleSelection(options).Rules);
    }

    [Fact]
    public void A_star_does_not_hide_a_wrong_name() =>
        Assert.Throws<UnknownRuleException>(() => new RuleSelection(new LintOptions { ExcludedRules = ["*", "drop-tabel"] }));

    [Theory]
    [InlineData("drop-*")]
    [InlineData("?")]
    public void Other_wildcards_are_no_rules(string name) => Assert.Throws<UnknownRuleException>(() => new RuleSelection(new LintOptions { ExcludedRules = [name] }));
}
