using PgMigrate.Engine.Linting;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>Rule by rule, ours find what squawk's find, or the difference is written down with its reason.</summary>
public sealed class SquawkAgreementTests
{
    [SquawkFact]
    public void Every_difference_is_accepted_and_every_accepted_one_is_there()
    {
        IReadOnlyList<LintCase> cases = LintCase.All();
        HashSet<string>[] theirs = Squawk.Check(cases);
        var found = new List<(string, string)>();
        for (int at = 0; at < cases.Count; at++)
        {
            HashSet<string> ours = cases[at].Findings();
            foreach (string rule in Squawk.Rules)
            {
                bool our = RuleCatalog.Find(rule).Any(mine => ours.Contains(mine.Metadata.Id));
                if (our != theirs[at].Contains(rule))
                {
                    found.Add(($"{rule}: {(our ? "ours" : "squawk")} alone", cases[at].Name));
                }
            }

            Assert.Empty(theirs[at].Except(Squawk.Rules));
        }

        found = [.. found.OrderBy(item => item.Item1, StringComparer.Ordinal)];
        Approval.Verify(AcceptedDifferences.Write(AcceptedDifferences.Read(), found), AcceptedDifferences.Path);
    }

    [Fact]
    public void Every_accepted_difference_has_a_reason() => Assert.All(AcceptedDifferences.Read(), block => Assert.True(block.Reason.Length > 20, $"{block.Heading} lacks a reason"));

    [Fact]
    public void The_cases_are_many_and_have_names_of_their_own()
    {
        IReadOnlyList<LintCase> cases = LintCase.All();
        Assert.True(cases.Count >= 450, $"{cases.Count} cases");
    }
}
