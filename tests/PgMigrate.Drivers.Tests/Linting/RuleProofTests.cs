using System.Globalization;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>What rules say of locks, rewrites, scans and refusals is what a server does.</summary>
[Collection(SandboxCollection.Name)]
public sealed partial class RuleProofTests(SandboxFixture sandbox)
{
    private static readonly string[] ClaimsOfRewrite = ["rewrit", "written anew"];

    /// <summary>The rules that claim something a server can show; those that ask one have their proof in LiveFactsReaderTests.</summary>
    public static IEnumerable<string> Claiming => RuleCatalog.All.Select(rule => rule.Metadata)
        .Where(rule => rule.Targets.Contains(SqlTarget.PostgreSql) && !rule.NeedsConnection
            && (rule.Lock is not null || rule.DefaultSeverity == LintSeverity.Error || ClaimsOfRewrite.Any(words => $"{rule.Title} {rule.Effect}".Contains(words, StringComparison.Ordinal))))
        .Select(rule => rule.Id);

    public static TheoryData<string> Ids => [.. RuleProof.Ids];

    [Fact]
    public void Every_claim_has_a_proof() => Assert.Empty(Claiming.Except(RuleProof.Ids));

    [Fact]
    public void Every_proof_has_a_rule() => Assert.Empty(RuleProof.Ids.Except(RuleCatalog.All.Select(rule => rule.Metadata.Id)));

    [Fact]
    public void A_proof_of_a_lock_shows_each_lock_that_is_named()
    {
        foreach (RuleMetadata rule in RuleCatalog.All.Select(rule => rule.Metadata).Where(rule => rule.Lock is not null && rule.Targets.Contains(SqlTarget.PostgreSql)))
        {
            HashSet<string> shown = [.. RuleProof.Read(rule.Id).Cases.Where(item => item.Found).SelectMany(item => item.Claims).Select(claim => claim.Split(' '))
                .Where(words => words[0] is "lock" or "waits").Select(words => words[1])];
            string[] named = [.. LockName().Matches(rule.Lock!).Select(match => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(match.Value.ToLowerInvariant()).Replace(" ", "", StringComparison.Ordinal) + "Lock")];
            Assert.True(named.Length > 0 && shown.IsSupersetOf(named), $"{rule.Id} names {string.Join(", ", named)}; its proof shows {string.Join(", ", shown)}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_rule_finds_what_its_proof_says(string id)
    {
        RuleProof proof = RuleProof.Read(id);
        Assert.Contains(proof.Cases, item => item.Found);
        Assert.All(proof.Cases, item => Assert.True(proof.Finds(item.Sql) == item.Found, $"{(item.Found ? "not found" : "found")}:\n{item.Sql}"));
    }

    [PostgresTheory]
    [MemberData(nameof(Ids))]
    public async Task The_claim_is_true(string id)
    {
        RuleProof proof = RuleProof.Read(id);
        var server = new ProofServer(await sandbox.CreateDatabaseAsync());
        var wrong = new List<string>();
        await server.RebuildAsync(proof);
        foreach ((_, string[] claims, string sql) in proof.Cases)
        {
            wrong.AddRange(await server.CheckAsync(proof, claims, sql));
        }

        await server.CleanAsync(proof);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex("(ACCESS EXCLUSIVE|SHARE (ROW|UPDATE) EXCLUSIVE|ROW EXCLUSIVE|EXCLUSIVE|ACCESS SHARE|ROW SHARE|SHARE)")]
    private static partial Regex LockName();
}
