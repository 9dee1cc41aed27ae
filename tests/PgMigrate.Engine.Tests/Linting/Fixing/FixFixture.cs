using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

/// <summary>The script that shows what a rule's fixes do, and what they make of it.</summary>
internal sealed class FixFixture(LintRule rule)
{
    private const string Root = "tests/PgMigrate.Engine.Tests/Fixtures/fixes";

    /// <summary>The rules that can fix something.</summary>
    public static IEnumerable<LintRule> Rules => RuleCatalog.All.Where(rule => rule.Metadata.Rewrite is not null);

    public static IEnumerable<string> Folders => Directory.EnumerateDirectories(Repository.At(Root.Split('/'))).Select(Path.GetFileName)!;

    public string Input => At("input.sql");

    public string Expected => At("expected.sql");

    public LintOptions Options => new() { Target = rule.Metadata.Targets[0], Rules = [rule.Metadata.Id] };

    public FixReport Fix(FixSafety allowed = FixSafety.ReviewNeeded) => Fix(Input, allowed);

    public FixReport Fix(string path, FixSafety allowed = FixSafety.ReviewNeeded)
    {
        Migration read = Assert.Single(MigrationFolder.ReadFile(path).Migrations);
        return LintFixer.Fix(read, Options, allowed);
    }

    private string At(string file) => Repository.At([.. Root.Split('/'), rule.Metadata.Id, file]);
}
