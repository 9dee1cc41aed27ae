using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>The two scripts of a rule: one it finds something in, and one it does not.</summary>
internal sealed class RuleFixture(LintRule rule)
{
    private const string Root = "tests/PgMigrate.Engine.Tests/Fixtures/rules";

    public string Bad => Path("bad.sql");

    public string Good => Path("good.sql");

    /// <summary>What makes the database that both meet; null for a rule that needs none.</summary>
    public string? Database => File.Exists(Path("database.sql")) ? Path("database.sql") : null;

    /// <summary>What the rule reports of the first, as people see it.</summary>
    public string Report => LintRenderer.Render(CheckFile(Bad), System.IO.Path.GetDirectoryName(Bad)).TrimEnd() + "\n";

    /// <summary>What the rule alone finds in a file, read as a migration.</summary>
    public LintReport CheckFile(string path)
    {
        // A migration has a number; the fixture's name has none, so that every folder looks alike.
        Migration read = Assert.Single(MigrationFolder.ReadFile(path).Migrations);
        return Linter.Check(read, new LintOptions
        {
            Target = rule.Metadata.Targets[0],
            Rules = RulesFor(rule),
            RulesetDate = rule.Metadata.AllowedSince?.AddDays(-1),
            MinimumServerVersion = Oldest,
            Schema = Database is { } database ? DatabaseScript.Read(File.ReadAllText(database)) : SchemaFacts.Unknown,
        });
    }

    /// <summary>A version at which the rule counts.</summary>
    private ServerVersion? Oldest => rule.Metadata.Id == "needs-newer-server" ? new ServerVersion(11) : rule.Metadata.BeganWith;

    /// <summary>A suppression is judged together with the rules it names.</summary>
    private static IReadOnlyList<string> RulesFor(LintRule rule) =>
        rule.Metadata.Id == "invalid-suppression" ? [rule.Metadata.Id, "drop-table"] : [rule.Metadata.Id];

    private string Path(string file) => Repository.At([.. Root.Split('/'), rule.Metadata.Id, file]);
}
