using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>A script that both linters judge: each statement of the corpus by itself, and each rule's two scripts.</summary>
/// <param name="Name">Where it comes from, and its first words; unique.</param>
/// <param name="Text">The SQL.</param>
internal sealed record LintCase(string Name, string Text)
{
    private const int NameLength = 110;

    /// <summary>Without them nearly every statement of DDL is a finding of both; the rules' own scripts show those.</summary>
    private const string TimeoutsSet = "SET lock_timeout = '1s';\nSET statement_timeout = '5s';\n";

    public static IReadOnlyList<LintCase> All()
    {
        var cases = new List<LintCase>();
        foreach (string path in Corpus.Files)
        {
            foreach (SqlStatement statement in StatementSplitter.Split(SourceText.Read(path)))
            {
                string words = string.Join(' ', statement.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                cases.Add(new LintCase($"{Path.GetFileName(path)} | {(words.Length > NameLength ? words[..NameLength] : words)}", TimeoutsSet + statement + ";\n"));
            }
        }

        foreach (LintRule rule in RuleCatalog.All.Where(rule => rule.Metadata.Targets.Contains(SqlTarget.PostgreSql)))
        {
            var fixture = new RuleFixture(rule);
            cases.Add(new LintCase($"{rule.Metadata.Id} | bad.sql", File.ReadAllText(fixture.Bad)));
            cases.Add(new LintCase($"{rule.Metadata.Id} | good.sql", File.ReadAllText(fixture.Good)));
        }

        return [.. cases.DistinctBy(item => item.Name)];
    }

    /// <summary>The ids of our rules that find something.</summary>
    public HashSet<string> Findings() =>
        [.. Linter.Check(SourceText.FromString(Text), new LintOptions { Target = SqlTarget.PostgreSql }).Diagnostics.Select(diagnostic => diagnostic.RuleId)];
}
