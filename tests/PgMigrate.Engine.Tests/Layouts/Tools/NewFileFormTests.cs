using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts.Tools;

public sealed class NewFileFormTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(1));

    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Dbmate", "", "20260203030506_add_users.sql")]
    [InlineData("Dbmate", "001_a.sql", "002_add_users.sql")]
    [InlineData("Dbmate", "20990101000000_a.sql", "20990101000001_add_users.sql")]
    [InlineData("Goose", "00009_a.sql", "00010_add_users.sql")]
    [InlineData("GolangMigrate", "", "000001_add_users.up.sql")]
    [InlineData("GolangMigrate", "000009_a.up.sql", "000010_add_users.up.sql")]
    [InlineData("NodePgMigrate", "", "1770087906789_add_users.sql")]
    [InlineData("NodePgMigrate", "20231231000000000_a.sql", "20260203030506789_add_users.sql")]
    [InlineData("NodePgMigrate", "0007_a.sql", "0008_add_users.sql")]
    [InlineData("Sqlx", "20240101000000_a.sql", "20260203030506_add_users.up.sql")]
    [InlineData("Diesel", "", "2026-02-03-030506_add_users/up.sql")]
    [InlineData("Diesel", "2024-01-01-000000_a/up.sql", "2026-02-03-030506_add_users/up.sql")]
    [InlineData("Diesel", "20240101000000_a/up.sql", "20260203030506_add_users/up.sql")]
    [InlineData("Flyway", "V9__a.sql", "V10__add_users.sql")]
    public void The_version_is_in_the_folders_own_form(string layout, string file, string expected)
    {
        if (file.Length > 0)
        {
            _folder.With(file);
        }

        Assert.Equal(_folder.At(expected), Plan(layout).Path);
    }

    [Theory]
    [InlineData("Dbmate", false)]
    [InlineData("Goose", false)]
    [InlineData("NodePgMigrate", false)]
    [InlineData("GolangMigrate", true)]
    [InlineData("Sqlx", true)]
    [InlineData("Diesel", true)]
    [InlineData("Flyway", true)]
    public void What_is_written_reads_back(string layout, bool twoFiles)
    {
        NewMigration file = Plan(layout);
        file.Write();
        Assert.Equal(twoFiles, file.UndoPath is not null);
        MigrationSet set = _folder.Read(new MigrationFolderOptions { Layout = layout });
        Assert.Equal("", LayoutFolder.Problems(set));
        Migration migration = Assert.Single(set.Migrations);
        Assert.Contains("CREATE TABLE users (id int);", migration.UpScript.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("DROP", migration.UpScript.ToString(), StringComparison.Ordinal);
        Assert.Contains("DROP TABLE users;", migration.UndoScript!.ToString(), StringComparison.Ordinal);
        Assert.Throws<IOException>(file.Write);
    }

    [Fact]
    public void A_pair_is_written_whole_or_not_at_all()
    {
        NewMigration file = Plan("GolangMigrate");
        File.WriteAllText(file.UndoPath!, "here before");
        Assert.Throws<IOException>(file.Write);
        Assert.Equal(file.UndoPath, Assert.Single(Directory.GetFiles(_folder.FullPath)));
        Assert.Equal("here before", File.ReadAllText(file.UndoPath!));
    }

    [Theory]
    [InlineData("Drizzle")]
    [InlineData("DrizzleFolders")]
    [InlineData("Prisma")]
    public void Files_that_go_with_a_snapshot_are_left_to_their_tool(string layout) => Assert.Throws<NotSupportedException>(() => Plan(layout));

    private NewMigration Plan(string layout) => NewMigration.Plan(
        _folder.Read(new MigrationFolderOptions { Layout = layout }),
        new NewMigrationOptions("add users") { Sql = "CREATE TABLE users (id int)", UndoSql = "DROP TABLE users", Now = Now });
}
