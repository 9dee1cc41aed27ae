using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Layouts.Tools;

public sealed class DrizzleLayoutTests : IDisposable
{
    private const string Journal = "meta/_journal.json";

    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_journal_rules_order_and_membership()
    {
        _folder.With("0000_a.sql", "0001_b.sql", "0001_twin.sql", "0002_extra.sql");
        Write(("0001_b", 100), ("0000_a", 200), ("0001_twin", 300), ("0003_gone", 400));
        MigrationSet set = _folder.Read();
        Assert.Equal(("Drizzle", "0001_b.sql 0000_a.sql 0001_twin.sql"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Equal(["100", "200", "300"], set.Migrations.Select(migration => migration.HistoryKey));
        Assert.Equal("ManifestFileMissing:_journal.json NotInManifest?:0002_extra.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void A_file_that_was_merged_late_is_reported()
    {
        _folder.With("0000_a.sql", "0001_b.sql", "0002_late.sql", "0003_d.sql");
        Write(("0000_a", 100), ("0001_b", 300), ("0002_late", 200), ("0003_d", 400));
        MigrationProblem problem = Assert.Single(_folder.Read().Problems);
        Assert.Equal((MigrationProblemCode.SkippedByTool, ProblemSeverity.Warning), (problem.Code, problem.Severity));
        Assert.Contains("'0002_late' has an older time than '0001_b'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE a (x int)\n--> statement-breakpoint\nCREATE TABLE b (x int);--> statement-breakpoint\n", "CREATE TABLE a (x int)|CREATE TABLE b (x int)")]
    [InlineData("A;--> statement-breakpoint\nB;\nC;--> statement-breakpoint\n\n", "A|B|C")]
    [InlineData("SELECT '--> statement-breakpoint';\nB", "SELECT '--> statement-breakpoint'|B")]
    [InlineData("A $$ x;\n--> statement-breakpoint\n $$\n--> statement-breakpoint\nB", "A $$ x;\n--> statement-breakpoint\n $$|B")]
    [InlineData("--> statement-breakpoint\nA", "A")]
    [InlineData("A -- note\n--> statement-breakpoint\nB", "A|B")]
    public void Statements_end_at_breakpoints(string text, string expected)
    {
        _folder.Write("0000_a.sql", text);
        Write(("0000_a", 1));
        Migration migration = Assert.Single(_folder.Read().Migrations);
        Assert.Equal(expected, string.Join('|', StatementSplitter.Split(migration.UpScript)));
        Assert.Equal(text, migration.UpScript.WholeFile.ToString());
    }

    [Theory]
    [InlineData("../../x", "is no plain file name")]
    [InlineData("..\\\\x", "is no plain file name")]
    [InlineData("/etc/x", "is no plain file name")]
    [InlineData("..", "is no plain file name")]
    [InlineData("", "is no plain file name")]
    public void A_journal_that_leads_out_of_the_folder_is_refused(string tag, string message)
    {
        Write((tag, 1));
        Refused(message);
    }

    [Theory]
    [InlineData("{", "no valid JSON at line 1")]
    [InlineData("[]", "entries")]
    [InlineData("""{"entries":[1]}""", "tag")]
    [InlineData("""{"entries":[{"tag":"a"}]}""", "when")]
    [InlineData("""{"entries":[{"tag":"a","when":1e300}]}""", "when")]
    [InlineData("""{"entries":[{"tag":"a","when":1},{"tag":"a","when":2}]}""", "named twice")]
    [InlineData("""{"dialect":"sqlite","entries":[]}""", "postgresql")]
    public void A_journal_that_cannot_be_used_is_refused(string json, string message)
    {
        _folder.Write(Journal, json);
        Refused(message);
    }

    [Theory]
    [InlineData(Journal)]
    [InlineData("migrations.json")]
    public void A_journal_of_200_megabytes_is_refused_unread(string name)
    {
        using (FileStream file = File.Create(_folder.Write(name)))
        {
            file.SetLength(200L << 20);
        }

        Refused("it has 200 MB; no more than 16 MB are read");
    }

    [Fact]
    public void Folders_of_drizzle_1_are_taken_by_name()
    {
        _folder.With("20240102000000_b/migration.sql", "20240101000000_a/migration.sql", "20240101000000_a/snapshot.json");
        MigrationSet set = _folder.Read();
        Assert.Equal(("DrizzleFolders", "20240101000000_a 20240102000000_b"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Empty(set.Problems);
        Write(("0000_a", 1));
        Assert.Equal(MigrationProblemCode.InvalidLayout, _folder.Read(new MigrationFolderOptions { Layout = "DrizzleFolders" }).Problems[0].Code);
    }

    private void Refused(string message)
    {
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Migrations);
        Assert.Contains(set.Problems, problem => problem.Code == MigrationProblemCode.InvalidManifest
            && problem.Severity == ProblemSeverity.Error && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private void Write(params (string Tag, long When)[] entries) => _folder.Write(Journal, $$"""
        {"version":"7","dialect":"postgresql","entries":[{{string.Join(',', entries.Select((entry, index) =>
            $$"""{"idx":{{index}},"version":"7","when":{{entry.When}},"tag":"{{entry.Tag}}","breakpoints":true}"""))}}]}
        """);
}
