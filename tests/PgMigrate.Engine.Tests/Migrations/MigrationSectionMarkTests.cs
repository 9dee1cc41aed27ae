using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class MigrationSectionMarkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgmigrate-sections-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("create table t ();\n-- @undo\ndrop table t;", "create table t ();\n", "\ndrop table t;")]
    [InlineData("create table t ();\n--@UNDO\r\ndrop table t;", "create table t ();\n", "\r\ndrop table t;")]
    [InlineData("-- @undo\ndrop table t;", "", "\ndrop table t;")]
    [InlineData("select 1;\n---- @Undo  ", "select 1;\n", "")]
    [InlineData("select '-- @undo';\n-- @undo\nselect 2;", "select '-- @undo';\n", "\nselect 2;")]
    public void Cuts_at_the_mark(string sql, string up, string undo)
    {
        Migration migration = Read(sql);
        Assert.Equal((up, undo), (migration.UpScript.ToString(), migration.UndoScript?.ToString()));
    }

    [Theory]
    [InlineData("select '\n-- @undo\n';")]
    [InlineData("do $$\n-- @undo\n$$;")]
    [InlineData("/*\n-- @undo\n*/ select 1;")]
    [InlineData("copy t from stdin;\n-- @undo\n\\.\n")]
    [InlineData("select 1; -- see @undo\n")]
    [InlineData("select 1;\n-- @undone\n")]
    [InlineData("select 1;")]
    public void Takes_no_other_for_the_mark(string sql)
    {
        Migration migration = Read(sql);
        Assert.Equal((sql, null), (migration.UpScript.ToString(), migration.UndoScript));
    }

    [Theory]
    [InlineData("-- Adds t.\n/* @timeout: 5min */\nselect 1;\n-- not the head\n")]
    [InlineData("-- Adds t.\n/* @timeout: 5min */\nselect 1;\n-- not the head\n-- @undo\nselect 2;")]
    [InlineData("-- Adds t.\n/* @timeout: 5min */\nselect 'not closed")]
    public void Reads_the_head_with_and_without_the_mark(string sql)
    {
        MigrationHeader header = Read(sql).Header;
        Assert.Equal(("Adds t.", TimeSpan.FromMinutes(5)), (header.Description, header.Timeout));
    }

    [Fact]
    public void Reads_no_head_after_the_first_statement() => Assert.Null(Read("select 1;\n-- @timeout: 5min\n").Header.Timeout);

    private Migration Read(string sql)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "0001_it.sql"), sql);
        return Assert.Single(MigrationFolder.Read(_folder.FullName).Migrations);
    }
}
