using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Layouts.Tools;

/// <summary>Tools that mark the parts of a file with comments.</summary>
public sealed class MarkerLayoutTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dbmate_orders_by_text_and_records_the_digits()
    {
        foreach (string name in new[] { "9_i.sql", "10_j.sql", "007_g.sql", "20240101_x-y.sql", "readme.sql" })
        {
            _folder.Write(name, "-- migrate:up\nSELECT 1;\n");
        }

        MigrationSet set = Read("Dbmate");
        Assert.Equal("007_g.sql 10_j.sql 20240101_x-y.sql 9_i.sql", LayoutFolder.Names(set));
        Assert.Equal(["007", "10", "20240101", "9"], set.Migrations.Select(migration => migration.HistoryKey));
        Assert.Equal("UnknownFile?:readme.sql", LayoutFolder.Problems(set));
    }

    [Theory]
    [InlineData("-- migrate:up\nA;\n-- migrate:down\nB;\n", "A", "B", TransactionMode.Auto, "")]
    [InlineData("--migrate:up transaction:false\r\nA;\r\n-- migrate:down\r\nB;", "A", "B", TransactionMode.None, "")]
    [InlineData("-- migrate:up\nA;\n-- migrate:down transaction:false\nB;", "A", "B", TransactionMode.Auto, "")]
    [InlineData("-- about it\n\n-- migrate:up\nA;", "A", null, TransactionMode.Auto, "")]
    [InlineData("-- migrate:up\nA\n-- migrate:down\nB\n-- migrate:up\nC;\n-- migrate:down\nD;", "A", "B", TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("-- migrate:upwards\nA;", "", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData(" -- migrate:up\nA;", "", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("A;\n-- migrate:up\nB;", "B", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("-- migrate:down\nA;\n-- migrate:up\nB;", "B", "A", TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("", "", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    public void Dbmate_cuts_at_its_markers(string text, string up, string? down, TransactionMode mode, string problems) =>
        Check("Dbmate", text, up, down, mode, problems);

    [Theory]
    [InlineData("-- +goose Up\nA;\n-- +goose Down\nB;\n", "A", "B", TransactionMode.Auto, "")]
    [InlineData("-- +goose NO TRANSACTION\n-- +goose Up\nA;", "A", null, TransactionMode.None, "")]
    [InlineData("-- +goose Up\n-- +goose StatementBegin\nA $$ x; $$\n-- +goose StatementEnd\nB;\n-- +goose StatementBegin\nC;\n-- +goose StatementEnd\n-- +goose Down\n-- +goose StatementBegin\nD\n-- +goose StatementEnd\n", "A $$ x; $$|B|C", "D", TransactionMode.Auto, "")]
    [InlineData("-- +goose Up\n-- +goose ENVSUB ON\nA;", "A", null, TransactionMode.Auto, "")]
    [InlineData("A;", "", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("-- +goose Up\nA;\n  -- +goose Down\nB;", "A", "B", TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("-- +goose Up\nA;\n-- +goose Sideways", "A", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    [InlineData("-- +goose Up\nA;\n-- +goose Up\nB;", "A|B", null, TransactionMode.Auto, "InvalidLayout:1_a.sql")]
    public void Goose_cuts_at_its_annotations(string text, string up, string? down, TransactionMode mode, string problems) =>
        Check("Goose", text, up, down, mode, problems);

    [Theory]
    [InlineData("-- Up Migration\nA;\n-- Down Migration\nB;\n", "A", "B")]
    [InlineData("A;\n", "A", null)]
    [InlineData("-- Up Migration\nA;", "A", null)]
    [InlineData("A;\n---  down   MIGRATION of it\nB;", "A", "B")]
    [InlineData("-- Down Migration\nB;\n-- Up Migration\nA;", "A", "B")]
    [InlineData("-- upmigration\nA;", "A", null)]
    public void Node_pg_migrate_cuts_at_its_markers(string text, string up, string? down) =>
        Check("NodePgMigrate", text, up, down, TransactionMode.Auto, "");

    [Fact]
    public void Node_pg_migrate_orders_by_what_its_digits_mean_and_takes_colliding_numbers()
    {
        // 1704067200000 is 2024-01-01 in milliseconds; the 17 digits are 2023-12-31.
        MigrationSet set = _folder.With(
            "1704067200000_c.sql", "20231231000000000_b.sql", "010_z.sql", "010_a.sql", "10_a10.sql", "10_a9.sql", "9_x.up.sql", "9_x.down.sql", "8_gone.down.sql", "7_s.js", "7_t.ts")
            .Read(new MigrationFolderOptions { Layout = "NodePgMigrate" });
        Assert.Equal("7_s.js 7_t.ts 9_x.up.sql 010_a.sql 10_a9.sql 10_a10.sql 010_z.sql 20231231000000000_b.sql 1704067200000_c.sql", LayoutFolder.Names(set));
        Assert.Equal("9_x", set.Migrations[2].HistoryKey);
        Assert.NotNull(set.Migrations[2].UndoScript);
        Assert.Equal("OrphanUndo?:8_gone.down.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Goose_wants_each_number_once_and_lists_what_is_written_in_Go()
    {
        MigrationSet set = _folder.With("00001_a.sql", "1_b.sql", "10_c.sql", "9_d.go", "9_d_test.go", "0_zero.sql", "x.sql")
            .Read(new MigrationFolderOptions { Layout = "Goose" });
        Assert.Equal("00001_a.sql 1_b.sql 10_c.sql", LayoutFolder.Names(set));
        Assert.Equal(
            ["DuplicateVersion", "UnknownFile", "UnknownFile", "UnsupportedLanguage"],
            set.Problems.Where(problem => problem.Code != MigrationProblemCode.InvalidLayout).Select(problem => problem.Code.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Dbmate", "-- migrate:up\n-- Adds users.\nA;", "Adds users.")]
    [InlineData("Dbmate", "-- Adds users.\n-- migrate:up\nA;", "Adds users.")]
    [InlineData("Goose", "-- +goose Up\n-- +goose StatementBegin\nA;\n-- +goose StatementEnd", null)]
    [InlineData("NodePgMigrate", "-- Up Migration\n\n-- Adds users.\nA;", "Adds users.")]
    public void A_marker_is_no_description(string layout, string text, string? expected)
    {
        _folder.Write("1_a.sql", text);
        Assert.Equal(expected, Assert.Single(Read(layout).Migrations).Header.Description);
    }

    private void Check(string layout, string text, string up, string? down, TransactionMode mode, string problems)
    {
        string path = _folder.Write("1_a.sql", text);
        MigrationSet set = Read(layout);
        Migration migration = Assert.Single(set.Migrations);
        Assert.Equal((up, down), (Statements(migration.UpScript), migration.UndoScript is null ? null : Statements(migration.UndoScript)));
        Assert.Equal(mode, migration.Header.Transaction);
        Assert.Equal(problems, LayoutFolder.Problems(set));

        // Whatever was cut, a statement's place is its place in the file.
        string whole = File.ReadAllText(path);
        foreach (SqlStatement statement in StatementSplitter.Split(migration.UpScript))
        {
            Assert.Equal(statement.Text.Span[0], whole[statement.Position.Offset]);
        }

        Assert.Equal(whole, migration.UpScript.WholeFile.ToString());
    }

    private MigrationSet Read(string layout) => _folder.Read(new MigrationFolderOptions { Layout = layout });

    private static string Statements(SourceText script) => string.Join('|', StatementSplitter.Split(script).Select(statement => statement.ToString()));
}
