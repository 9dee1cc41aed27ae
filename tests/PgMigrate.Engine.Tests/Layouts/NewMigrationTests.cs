using PgMigrate.Engine.Layouts;

namespace PgMigrate.Engine.Tests.Layouts;

public sealed class NewMigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pgmigrate-new-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "add users", "0001_add_users.sql")]
    [InlineData("0001_a.sql", "Add Users!", "0002_add_users.sql")]
    [InlineData("001-a.sql", "add_users", "002-add-users.sql")]
    [InlineData("9_nine.sql", "ten", "10_ten.sql")]
    [InlineData("0007_a.sql|0003_b.sql", "x", "0008_x.sql")]
    [InlineData("20260101120000_a.sql", "x", "20260101120001_x.sql")]
    [InlineData("999_a.sql", "x", "1000_x.sql")]
    [InlineData("07.sql", "x", "08_x.sql")]
    [InlineData("0001_a.sql|0002_b-rollback.sql|notes.sql", "x", "0002_x.sql")]
    [InlineData("", "Ünïcode Größe", "0001_ünïcode_größe.sql")]
    [InlineData("", "../../etc/passwd", "0001_etc_passwd.sql")]
    public void Number_digits_and_separator_follow_the_folder(string files, string name, string expected)
    {
        foreach (string file in files.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            File.WriteAllText(Path.Combine(_folder, file), "SELECT 1;");
        }

        Assert.Equal(Path.Combine(_folder, expected), Plan(new NewMigrationOptions(name)).Path);
    }

    [Fact]
    public void A_file_that_cannot_be_read_keeps_its_number()
    {
        File.WriteAllText(Path.Combine(_folder, "0001_a.sql"), "SELECT 1;");
        File.WriteAllBytes(Path.Combine(_folder, "00002_latin.sql"), [(byte)'\'', 0xE9, (byte)'\'']);
        Assert.Equal("00003_x.sql", Path.GetFileName(Plan(new NewMigrationOptions("x")).Path));
    }

    [Fact]
    public void The_file_reads_back_as_what_it_was_made_of()
    {
        NewMigration file = Plan(new NewMigrationOptions("add_users")
        {
            Description = "Users\nand their names.",
            Sql = "CREATE TABLE users (id int)\r\n",
            UndoSql = "DROP TABLE users;",
        });
        file.Write();
        MigrationSet set = MigrationFolder.Read(_folder);
        Assert.Empty(set.Problems);
        var migration = Assert.Single(set.Migrations);
        Assert.Equal("Users and their names.", migration.Header.Description);
        Assert.Equal("-- Users and their names.\n\nCREATE TABLE users (id int);\n\n", migration.UpScript.ToString());
        Assert.Equal("\nDROP TABLE users;\n", migration.UndoScript!.ToString());
        Assert.Equal((byte)'-', File.ReadAllBytes(file.Path)[0]);
    }

    [Fact]
    public void A_file_that_is_there_is_never_written_over()
    {
        NewMigration file = Plan(new NewMigrationOptions("a"));
        File.WriteAllText(file.Path, "SELECT 'precious';");
        Assert.Throws<IOException>(file.Write);
        Assert.Equal("SELECT 'precious';", File.ReadAllText(file.Path));
    }

    [Fact]
    public void The_folder_is_made_where_there_is_none()
    {
        string folder = Path.Combine(_folder, "a", "b");
        NewMigration file = NewMigration.Plan(MigrationFolder.Read(folder), new NewMigrationOptions("x"));
        Assert.False(Directory.Exists(folder));
        file.Write();
        Assert.True(File.Exists(Path.Combine(folder, "0001_x.sql")));
    }

    [Fact]
    public void A_template_is_filled_once_and_what_it_does_not_know_stays()
    {
        NewMigration file = Plan(new NewMigrationOptions("a b")
        {
            Template = "-- ${version} ${name} ${other} $${\r\n${sql}\n${",
            Sql = "SELECT '${undo}';",
        });
        Assert.Equal("-- 0001 a_b ${other} $${\nSELECT '${undo}';\n${", file.Text);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("   ")]
    [InlineData("--")]
    public void A_name_without_letters_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Plan(new NewMigrationOptions(name)));

    private NewMigration Plan(NewMigrationOptions options) => NewMigration.Plan(MigrationFolder.Read(_folder), options);
}
