using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts;

public sealed class MigrationFolderTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_folder_has_nothing_and_no_problem()
    {
        MigrationSet set = _folder.Read();
        Assert.Equal((_folder.FullPath, "Native"), (set.FolderPath, set.Layout));
        Assert.Empty(set.Migrations);
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_problem()
    {
        MigrationProblem problem = Assert.Single(MigrationFolder.Read(_folder.At("none")).Problems);
        Assert.Equal((MigrationProblemCode.FolderNotFound, ProblemSeverity.Error, _folder.At("none")), (problem.Code, problem.Severity, problem.Path));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_problem()
    {
        string path = _folder.Write("1.sql");
        Assert.Contains(MigrationFolder.Read(path).Problems, problem => problem.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public void A_layout_that_does_not_exist_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => _folder.Read(new MigrationFolderOptions { Layout = "Nativ" }));
        Assert.Contains("Native", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_can_be_named_over_what_would_be_found()
    {
        _folder.With("1_a.sql", "2_b.sql").Manifest("""{"migrationFiles": ["2_b.sql"]}""");
        Assert.Equal("2_b.sql", LayoutFolder.Names(_folder.Read()));
        Assert.Equal("1_a.sql 2_b.sql", LayoutFolder.Names(_folder.Read(new MigrationFolderOptions { Layout = "native" })));
    }

    [Fact]
    public void A_file_that_cannot_be_decoded_is_named_with_its_place_and_the_others_are_read()
    {
        _folder.With("1_a.sql", "3_c.sql");
        File.WriteAllBytes(_folder.At("2_b.sql"), [.. "SELECT 1;\nSELECT '"u8, 0xE9, (byte)'\'']);
        MigrationSet set = _folder.Read();
        Assert.Equal("1_a.sql 3_c.sql", LayoutFolder.Names(set));
        MigrationProblem problem = Assert.Single(set.Problems);
        Assert.Equal((MigrationProblemCode.InvalidSql, _folder.At("2_b.sql"), 2, 9), (problem.Code, problem.Path, problem.Position!.Value.Line, problem.Position.Value.Column));
    }

    [UnixFact]
    public void A_file_without_permission_is_a_problem()
    {
        string path = _folder.Write("1_a.sql");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        MigrationSet set = _folder.Read();

        // A superuser reads it all the same.
        Assert.Equal(Environment.IsPrivilegedProcess ? "" : "Unreadable:1_a.sql", LayoutFolder.Problems(set));
    }

    [UnixFact]
    public void Links_inside_the_folder_are_followed()
    {
        _folder.Write("sub/real.txt", "SELECT 'linked';");
        File.CreateSymbolicLink(_folder.At("1_a.sql"), Path.Combine("sub", "real.txt"));
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Problems);
        Assert.Equal("SELECT 'linked';", Assert.Single(set.Migrations).UpScript.ToString());
    }

    [UnixFact]
    public void Links_out_of_the_folder_are_not_followed()
    {
        string secret = _folder.Write("../secret.sql");
        _folder.Write("../migrations-beside/x.sql");
        File.CreateSymbolicLink(_folder.At("1_a.sql"), secret);
        File.CreateSymbolicLink(_folder.At("2_b.sql"), "../secret.sql");
        File.CreateSymbolicLink(_folder.At("3_c.sql"), "2_b.sql");
        File.CreateSymbolicLink(_folder.At("4_d.sql"), "../migrations-beside/x.sql");
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Migrations);
        Assert.Equal("LinkOutOfTree:1_a.sql LinkOutOfTree:2_b.sql LinkOutOfTree:3_c.sql LinkOutOfTree:4_d.sql", LayoutFolder.Problems(set));
    }

    [UnixFact]
    public void Links_out_of_the_folder_through_a_linked_sub_folder_are_not_followed()
    {
        _folder.Write("../elsewhere/secret.sql");
        Directory.CreateSymbolicLink(_folder.At("sub"), "../elsewhere");
        File.CreateSymbolicLink(_folder.At("1_a.sql"), Path.Combine("sub", "secret.sql"));
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Migrations);
        Assert.Equal("LinkOutOfTree:1_a.sql", LayoutFolder.Problems(set));
    }

    [UnixFact]
    public void A_folder_reached_through_a_link_still_has_its_own_links()
    {
        _folder.Write("sub/real.txt");
        File.CreateSymbolicLink(_folder.At("1_a.sql"), _folder.At("sub/real.txt"));
        Directory.CreateSymbolicLink(_folder.At("../parent"), _folder.At(".."));
        MigrationSet set = MigrationFolder.Read(_folder.At("../parent/migrations"));
        Assert.Equal(("1_a.sql", ""), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
    }

    [UnixFact]
    public void Broken_links_and_rings_are_problems()
    {
        File.CreateSymbolicLink(_folder.At("1_a.sql"), "nowhere.sql");
        File.CreateSymbolicLink(_folder.At("2_b.sql"), "3_c.sql");
        File.CreateSymbolicLink(_folder.At("3_c.sql"), "2_b.sql");
        Directory.CreateSymbolicLink(_folder.At("4_d.sql"), ".");
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Migrations);
        Assert.Equal("Unreadable:1_a.sql Unreadable:2_b.sql Unreadable:3_c.sql Unreadable:4_d.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void One_file_is_read_as_its_folder_sees_it()
    {
        _folder.With("1_a.sql", "2_b.sql", "2_b-rollback.sql", "notes.sql");
        Migration second = Assert.Single(MigrationFolder.ReadFile(_folder.At("2_b.sql")).Migrations);
        Assert.Equal((1, "2"), (second.Ordinal, second.Version));
        Assert.NotNull(second.UndoScript);
        MigrationSet outside = MigrationFolder.ReadFile(_folder.At("notes.sql"));
        Assert.Equal("notes", Assert.Single(outside.Migrations).Version);
        Assert.Equal("UnknownFile?:notes.sql", LayoutFolder.Problems(outside));
        MigrationSet gone = MigrationFolder.ReadFile(_folder.At("3_gone.sql"));
        Assert.Empty(gone.Migrations);
        Assert.Equal("Unreadable:3_gone.sql", LayoutFolder.Problems(gone));
    }

    [Fact]
    public void Files_read_together_are_each_read_as_alone()
    {
        _folder.With("1_a.sql", "2_b.sql", "2_b-rollback.sql", "2_c.sql", "notes.sql");
        string[] files = ["notes.sql", "2_c.sql", "2_b-rollback.sql", "3_gone.sql", "1_a.sql"];
        IReadOnlyList<MigrationSet> together = MigrationFolder.ReadFiles(Path.GetDirectoryName(_folder.At("1_a.sql"))!, files.Select(_folder.At));
        Assert.Equal(files.Select(file => Shape(MigrationFolder.ReadFile(_folder.At(file)))), together.Select(Shape));
        Assert.Equal("notes", together[0].Migrations[0].Version);

        static string Shape(MigrationSet set) => $"{set.FolderPath} {set.Layout} {LayoutFolder.Problems(set)} "
            + string.Join(' ', set.Migrations.Select(migration => $"{migration.Ordinal} {migration.Version} {migration.Path} {migration.UndoScript?.Path}"));
    }

    [Fact]
    public void Text_checksum_and_head_are_read()
    {
        File.WriteAllBytes(_folder.At("1_a.sql"), [0xEF, 0xBB, 0xBF, .. "-- Adds t.\r\n-- @timeout: 5min\r\nSELECT 1;\r\n"u8]);
        _folder.Write("2_b.sql", "-- Adds t.\n-- @timeout: 5min\nSELECT 1;\n");
        MigrationSet set = _folder.Read();
        Assert.Equal("Adds t.", set.Migrations[0].Header.Description);
        Assert.Equal(TimeSpan.FromMinutes(5), set.Migrations[0].Header.Timeout);
        Assert.Equal(set.Migrations[1].Checksum, set.Migrations[0].Checksum);
    }
}
