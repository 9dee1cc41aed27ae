using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

/// <summary>Scripts that nobody would write, made of those that somebody would: nothing throws, everything ends, and SQL stays SQL.</summary>
public sealed class MutatedScriptTests
{
    [Theory]
    [InlineData(SqlTarget.PostgreSql)]
    [InlineData(SqlTarget.RdsDataApi)]
    [InlineData(SqlTarget.AuroraDsql)]
    public void Broken_scripts_are_fixed_or_left_alone(SqlTarget target)
    {
        var options = new LintOptions { Target = target, ExcludedRules = ["unterminated-input"] };
        List<string>[] scripts = [.. Directory.EnumerateFiles(Repository.At("tests", "PgMigrate.Engine.Tests", "Fixtures"), "*.sql", SearchOption.AllDirectories)
            .Where(path => path.EndsWith("bad.sql", StringComparison.Ordinal) || path.EndsWith("input.sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(text => text.Length < 2000).Select(Tokens)];
        var random = new Random(17);
        int made = 0;
        int unending = 0;
        for (int round = 0; round < 3000; round++)
        {
            List<string> tokens = [.. scripts[random.Next(scripts.Length)]];
            for (int change = random.Next(4); change >= 0; change--)
            {
                Mutate(random, tokens, scripts[random.Next(scripts.Length)]);
            }

            string text = string.Concat(tokens);
            FixReport report = LintFixer.Fix(SourceText.FromString(text), options, FixSafety.ReviewNeeded);
            made += report.Fixes.Count;
            Assert.True(report.WithheldCount == 0 || report.Fixes.Count == 0, text);
            unending += report.WithheldCount > 0 ? 1 : 0;
            if (report.Fixes.Count > 0)
            {
                Assert.DoesNotContain(Linter.Check(report.Text).Diagnostics, diagnostic => diagnostic.RuleId == "unterminated-input");
                Assert.All(CommentsOf(text), comment => Assert.Contains(comment, report.Text.ToString(), StringComparison.Ordinal));
            }
        }

        Assert.True(made > 300, $"{made} fixes were made");
        Assert.True(unending < 5, $"{unending} scripts had fixes without end");
    }

    private static void Mutate(Random random, List<string> tokens, List<string> other)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        int at = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[random.Next(tokens.Count)]);
                break;
            case 2:
                tokens[at] = other.Count > 0 ? other[random.Next(other.Count)] : ",";
                break;
            default:
                (tokens[at], tokens[0]) = (tokens[0], tokens[at]);
                break;
        }
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        try
        {
            var lexer = new SqlLexer(text);
            for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
            {
                tokens.Add(token.Of(text).ToString());
            }
        }
        catch (SqlSyntaxException)
        {
            // What stands before the place is enough to start from.
        }

        return tokens;
    }

    private static IEnumerable<string> CommentsOf(string text) => Tokens(text).Where(token => token.StartsWith("--", StringComparison.Ordinal));
}
