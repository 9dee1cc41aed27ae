using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts;

public sealed class NativeLayoutTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0001_a.sql 0002_b.sql", "0001_a.sql 0002_b.sql")]
    [InlineData("10_j.sql 9_i.sql 1_a.sql", "1_a.sql 9_i.sql 10_j.sql")]
    [InlineData("11_x.sql 010-y.sql 9.sql 012.z.sql", "9.sql 010-y.sql 11_x.sql 012.z.sql")]
    [InlineData("001.sql 3.sql 7_gap.sql", "001.sql 3.sql 7_gap.sql")]
    [InlineData("20260101120000_a.sql 20251231235959_b.sql 0001_c.sql", "0001_c.sql 20251231235959_b.sql 20260101120000_a.sql")]
    [InlineData("99999999999999999999999999_a.sql 100000000000000000000000000_b.sql", "99999999999999999999999999_a.sql 100000000000000000000000000_b.sql")]
    [InlineData("000_a.sql 0_.SQL", "000_a.sql 0_.SQL")]
    [InlineData("1_a.up.sql 2_b.sql", "1_a.up.sql 2_b.sql")]
    public void Run_in_the_order_of_their_numbers(string files, string expected)
    {
        Assert.Equal(expected, LayoutFolder.Names(_folder.With(files.Split(' ')).Read()));
        Assert.Equal(Enumerable.Range(0, expected.Split(' ').Length), _folder.Read().Migrations.Select(migration => migration.Ordinal));
    }

    [Theory]
    [InlineData("0007_add_users.sql", "0007", "add_users")]
    [InlineData("010-add-users.sql", "010", "add-users")]
    [InlineData("12.sql", "12", "")]
    [InlineData("3_a.up.sql", "3", "a")]
    [InlineData("4__two  words.sql", "4", "two  words")]
    [InlineData("5.SQL", "5", "")]
    public void Version_and_name_are_as_written(string file, string version, string name)
    {
        Migration migration = Assert.Single(_folder.With(file).Read().Migrations);
        Assert.Equal((version, name, file, "Native"), (migration.Version, migration.Name, migration.FileName, migration.Layout));
        Assert.Equal(_folder.At(file), migration.Path);
    }

    [Theory]
    [InlineData("1_a.sql 1_b.sql", "1_a.sql, 1_b.sql")]
    [InlineData("007_a.sql 7_b.sql 07.sql", "007_a.sql, 07.sql, 7_b.sql")]
    [InlineData("011-x.sql 11_y.sql 12.sql", "011-x.sql, 11_y.sql")]
    public void Two_with_one_number_are_a_problem_that_names_both(string files, string named)
    {
        MigrationProblem problem = Assert.Single(_folder.With(files.Split(' ')).Read().Problems);
        Assert.Equal((MigrationProblemCode.DuplicateVersion, ProblemSeverity.Error), (problem.Code, problem.Severity));
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("010-add-users-rollback.sql")]
    [InlineData("010-add-users.down.sql")]
    [InlineData("10_add-users_rollback.sql")]
    [InlineData("010-add-users.rollback.sql")]
    [InlineData("0010-add-users.undo.SQL")]
    [InlineData("010-ADD-USERS-ROLLBACK.sql")]
    public void A_twin_takes_back_and_is_never_run(string twin)
    {
        _folder.Write("010-add-users.sql", "CREATE TABLE users ();");
        _folder.Write(twin, "DROP TABLE users;");
        MigrationSet set = _folder.Read();
        Assert.Empty(set.Problems);
        Migration migration = Assert.Single(set.Migrations);
        Assert.Equal("DROP TABLE users;", migration.UndoScript!.ToString());
        Assert.Equal("CREATE TABLE users ();", migration.UpScript.ToString());
    }

    [Theory]
    [InlineData("12.sql 12.down.sql", "12.sql", "")]
    [InlineData("12.sql 12-rollback.sql", "12.sql", "")]
    [InlineData("1_a.up.sql 1_a.down.sql", "1_a.up.sql", "")]
    [InlineData("2_b.sql 1_a-rollback.sql", "2_b.sql", "OrphanUndo?:1_a-rollback.sql")]
    [InlineData("1_a.sql 1_a.down.sql 1_a-rollback.sql", "1_a.sql", "OrphanUndo?:1_a.down.sql")]
    [InlineData("1_a.sql readme.sql schema.sql", "1_a.sql", "UnknownFile?:readme.sql UnknownFile?:schema.sql")]
    [InlineData("1_a.sql 2_b.txt 3_c.sql.bak 4_d 5_e.sql~", "1_a.sql", "")]
    [InlineData("1_a.sql .2_b.sql .hidden/3_c.sql", "1_a.sql", "")]
    [InlineData("1_a.sql old/2_b.sql", "1_a.sql", "UnknownFile?:old")]
    [InlineData("1_a.sql docs/notes.sql", "1_a.sql", "")]
    [InlineData("1_a.sql 2_dir.sql/x.txt", "1_a.sql", "Unreadable:2_dir.sql")]
    [InlineData("-1_a.sql ١_arabic.sql", "", "UnknownFile?:-1_a.sql UnknownFile?:١_arabic.sql")]
    public void What_is_no_migration_is_told(string files, string expected, string problems)
    {
        MigrationSet set = _folder.With(files.Split(' ')).Read();
        Assert.Equal((expected, problems), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
    }

    [Theory]
    [InlineData("0001_it's \"quoted\".sql")]
    [InlineData("0001_[a-z]*?.sql")]
    [InlineData("0001_$(rm -rf)`x`;.sql")]
    [InlineData("0001_line\nbreak.sql")]
    [InlineData("0001_ naïve 日本 😀.sql")]
    [InlineData("0001_-rf.sql")]
    public void Odd_names_are_names(string file)
    {
        if (OperatingSystem.IsWindows() && file.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            return;
        }

        MigrationSet set = _folder.With(file).Read();
        Assert.Empty(set.Problems);
        Assert.Equal(file, Assert.Single(set.Migrations).FileName);
        Assert.Equal(file, Assert.Single(MigrationFolder.ReadFile(_folder.At(file)).Migrations).FileName);
    }

    [Fact]
    public void An_undo_section_counts_before_a_twin()
    {
        _folder.Write("1_a.sql", "CREATE TABLE t ();\n-- @undo\nDROP TABLE t;");
        _folder.Write("1_a.down.sql", "DROP TABLE other;");
        Assert.Equal("\nDROP TABLE t;", Assert.Single(_folder.Read().Migrations).UndoScript!.ToString());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("5", "005_a.sql 3_b.sql")]
    [InlineData("0004", "3_b.sql")]
    [InlineData("100", "005_a.sql 3_b.sql 12_c.sql")]
    [InlineData("0", "")]
    public void Files_up_to_a_number_are_protected(string? through, string expected)
    {
        MigrationSet set = _folder.With("005_a.sql", "3_b.sql", "12_c.sql").Read(new MigrationFolderOptions { ImmutableThrough = through });
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            set.Migrations.Where(migration => migration.IsImmutable).Select(migration => migration.FileName).Order(StringComparer.Ordinal));
    }
}
