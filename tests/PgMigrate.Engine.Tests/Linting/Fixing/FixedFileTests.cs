using System.Text;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

public sealed class FixedFileTests
{
    private static readonly LintOptions Guards = new() { Rules = ["create-without-if-not-exists"] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_other_byte_stays(bool withMark)
    {
        const string Before = "-- Ünïcödé 🐘\r\nCREATE TABLE t (\r\n\tid int\n);   \r\n\r\nSELECT 'a\rb';";
        using var file = new ScratchFile(Before, withMark);
        byte[] old = File.ReadAllBytes(file.Path);
        FixedFile changed = Fix(file);
        changed.Write();
        byte[] now = File.ReadAllBytes(file.Path);
        int at = old.AsSpan().IndexOf("TABLE"u8) + 5;
        byte[] expected = [.. old[..at], .. " IF NOT EXISTS"u8, .. old[at..]];
        Assert.Equal(expected, now);
        Assert.Equal(withMark, now.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.Equal([file.Path], Directory.GetFiles(file.Folder));
    }

    [Fact]
    public void A_file_that_has_changed_since_is_not_overwritten()
    {
        using var file = new ScratchFile("CREATE TABLE t (id int);");
        FixedFile changed = Fix(file);
        File.WriteAllText(file.Path, "SELECT 'somebody else';");
        Assert.Contains("has changed", Assert.Throws<IOException>(changed.Write).Message, StringComparison.Ordinal);
        Assert.Equal("SELECT 'somebody else';", File.ReadAllText(file.Path));
        Assert.Equal([file.Path], Directory.GetFiles(file.Folder));
    }

    [Fact]
    public void A_text_from_no_file_cannot_be_written()
    {
        FixedFile changed = Assert.Single(LintFixer.Fix(SourceText.FromString("CREATE TABLE t (id int);"), Guards).Files);
        Assert.Throws<InvalidOperationException>(changed.Write);
    }

    [Fact]
    public void A_link_stays_and_the_mode_too()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = new ScratchFile("CREATE TABLE t (id int);", name: "real.txt");
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        string link = Path.Combine(file.Folder, "0001_a.sql");
        File.CreateSymbolicLink(link, file.Path);
        Migration migration = Assert.Single(MigrationFolder.ReadFile(link).Migrations);
        Assert.Single(LintFixer.Fix(migration, Guards).Files).Write();
        Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false));
        Assert.Equal("CREATE TABLE IF NOT EXISTS t (id int);", File.ReadAllText(file.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file.Path));
    }

    [Fact]
    public void The_preview_shows_neither_secrets_nor_control_characters()
    {
        using var file = new ScratchFile("CREATE ROLE app PASSWORD 'hunter2';\nSELECT '\u001b[2J';\nCREATE TABLE t (id int);\n");
        FixedFile changed = Fix(file);
        Assert.Contains("hunter2", changed.Diff, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", changed.Preview, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', changed.Preview);
        Assert.Contains("+CREATE TABLE IF NOT EXISTS t (id int);\n", changed.Preview, StringComparison.Ordinal);
    }

    private static FixedFile Fix(ScratchFile file) =>
        Assert.Single(LintFixer.Fix(Assert.Single(MigrationFolder.ReadFile(file.Path).Migrations), Guards).Files);
}
