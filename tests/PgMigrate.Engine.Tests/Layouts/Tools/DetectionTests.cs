using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts.Tools;

public sealed class DetectionTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Native", "0001_a.sql", "CREATE TABLE a ();")]
    [InlineData("Dbmate", "1_a.sql", "-- head\n-- migrate:up transaction:false\nSELECT 1;")]
    [InlineData("Goose", "1_a.sql", "-- +goose Up\nSELECT 1;")]
    [InlineData("NodePgMigrate", "1_a.sql", "  ---- UP   migration \nSELECT 1;")]
    [InlineData("GolangMigrate", "1_a.down.sql", "SELECT 1;")]
    [InlineData("Flyway", "V1__a.sql", "SELECT 1;")]
    [InlineData("Flyway", "R__a.sql", "SELECT 1;")]
    [InlineData("Flyway", "sub/V1__a.sql", "SELECT 1;")]
    [InlineData("Rails", "20240101000000_init.rb", "class Init; end")]
    [InlineData("EfCore", "20240101000000_Init.cs", "class Init { }")]
    [InlineData("Diesel", "2024-01-01-000000_a/up.sql", "SELECT 1;")]
    [InlineData("Prisma", "20240101000000_a/migration.sql", "SELECT 1;")]
    [InlineData("Drizzle", "meta/_journal.json", """{"entries":[]}""")]
    [InlineData("Manifest", "migrations.json", """{"migrationFiles":[]}""")]
    public void A_folder_is_known_by_its_files(string layout, string name, string text)
    {
        _folder.Write(name, text);
        Assert.Equal(layout, _folder.Read().Layout);
    }

    [Fact]
    public void What_looks_alike_is_told_by_the_project_or_by_a_second_file()
    {
        _folder.With("20240101000000_a/migration.sql", "20240101000000_a/snapshot.json");
        Assert.Equal("DrizzleFolders", _folder.Read().Layout);
        using var sqlx = new LayoutFolder();
        sqlx.With("1_a.up.sql", "1_a.down.sql").Write("../Cargo.toml", "[dependencies]\nsqlx = { version = \"0.8\" }\n");
        Assert.Equal("Sqlx", sqlx.Read().Layout);
        using var node = new LayoutFolder();
        node.With("1_a.up.sql").Write("../package.json", """{"devDependencies":{"node-pg-migrate":"^8"}}""");
        Assert.Equal("NodePgMigrate", node.Read().Layout);
    }

    [Theory]
    [InlineData("archive/up.sql")]
    [InlineData("2020_old/migration.sql")]
    [InlineData("V1__old.sql")]
    [InlineData("sub/V1__old.sql")]
    public void Numbered_files_are_not_given_up_for_what_lies_beside_them(string other)
    {
        _folder.With("0001_a.sql", other);
        Assert.Equal(("Native", "0001_a.sql"), (_folder.Read().Layout, LayoutFolder.Names(_folder.Read())));
    }

    [Theory]
    [InlineData("dbmate")]
    [InlineData("FLYWAY")]
    public void A_name_overrules_what_is_found(string name)
    {
        _folder.With("0001_a.sql");
        Assert.Equal(name, _folder.Read(new MigrationFolderOptions { Layout = name }).Layout, ignoreCase: true);
    }

    [Fact]
    public void Every_layout_bears_an_empty_and_a_missing_folder()
    {
        foreach (string layout in MigrationFolder.LayoutNames)
        {
            var options = new MigrationFolderOptions { Layout = layout };
            Assert.Empty(_folder.Read(options).Migrations);
            Assert.Contains(MigrationFolder.Read(_folder.At("gone"), options).Problems, problem => problem.Code == MigrationProblemCode.FolderNotFound);
        }

        Assert.Equal(14, MigrationFolder.LayoutNames.Count);
    }

    [UnixFact]
    public void A_migration_that_lies_outside_is_not_read()
    {
        _folder.Write("../elsewhere/2_evil/up.sql", "DROP TABLE a;");
        _folder.With("1_a/up.sql", "3_c/down.sql");
        Directory.CreateSymbolicLink(_folder.At("2_evil"), _folder.At("../elsewhere/2_evil"));
        File.CreateSymbolicLink(_folder.At("3_c/up.sql"), _folder.At("../elsewhere/2_evil/up.sql"));
        MigrationSet set = _folder.Read();
        Assert.Equal("1_a", LayoutFolder.Names(set));
        Assert.Equal("LinkOutOfTree:2_evil LinkOutOfTree:up.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Our_directives_count_in_their_files_and_their_comments_are_no_errors()
    {
        _folder.Write("V1__a.sql", "-- @target: AuroraDsql\n-- @author somebody\n-- @transaction: perhaps\n-- @undo\nSELECT 1;");
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Problems);
        Assert.Equal(["AuroraDsql"], set.Migrations[0].Header.Targets);
        Assert.Contains("SELECT 1", set.Migrations[0].UpScript.ToString(), StringComparison.Ordinal);
        Assert.Null(set.Migrations[0].UndoScript);
    }

    [Fact]
    public void A_file_is_read_as_its_folder_has_it()
    {
        string up = _folder.Write("2024-01-01-000000_a/up.sql");
        Migration migration = Assert.Single(MigrationFolder.ReadFile(up).Migrations);
        Assert.Equal(("Diesel", "2024-01-01-000000_a", "20240101000000"), (migration.Layout, migration.FileName, migration.HistoryKey));
        Assert.Equal(_folder.FullPath, migration.FolderPath);
    }
}
