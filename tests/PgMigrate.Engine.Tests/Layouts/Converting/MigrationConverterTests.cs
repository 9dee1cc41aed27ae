using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Layouts.Converting;

public sealed class MigrationConverterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly LayoutFolder _source = new();
    private readonly LayoutFolder _target = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void A_file_of_dbmate_becomes_one_of_ours()
    {
        _source.Write("20240101000000_users.sql", "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY) -- people\n\n-- migrate:down\nDROP TABLE users;\n");
        Migration source = _source.Read().Migrations[0];
        Conversion made = Assert.Single(Convert().Items);
        Assert.Equal(_target.At("20240101000000_users.sql"), made.File.Path);
        Assert.Equal(
            $"-- Users.\n-- @source: Dbmate 20240101000000_users.sql sha256:{source.Checksum}\n-- @date: 2026-11-21\n\n"
            + "CREATE TABLE users (id bigint PRIMARY KEY); -- people\n\n-- @undo\nDROP TABLE users;\n",
            made.File.Text);
        made.File.Write();
        MigrationSet written = _target.Read();
        Assert.Empty(written.Problems);
        Assert.Equal("DROP TABLE users", StatementSplitter.Split(written.Migrations[0].UndoScript!).Single().ToString());
    }

    [Theory]
    [InlineData("1_a.sql", "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n-- +goose StatementEnd\n-- +goose Down\nDROP FUNCTION f();\n")]
    [InlineData("1_a.sql", "-- Up Migration\nCOPY t FROM STDIN;\na\tb;\n-- Up Migration\n\\.\nSELECT 1\n-- Down Migration\nSELECT 2;\n")]
    [InlineData("2024-01-01-000000_a/up.sql", "CREATE TABLE a (x text DEFAULT '-- migrate:up');\r\nCREATE TABLE b ();\r\n;;\r\n")]
    [InlineData("V1.2__Add_things.sql", "/* a block */ CREATE TABLE a (id int);\n")]
    [InlineData("20240101000000_a/migration.sql", "CREATE TABLE a (id int)")]
    [InlineData("1_a.up.sql", "CREATE TABLE a (id int); -- last word")]
    public void Statements_stay_as_they_are_to_the_letter(string name, string text)
    {
        _source.Write(name, text);
        MigrationSet source = _source.Read();
        Conversion made = Assert.Single(Convert().Items);
        made.File.Write();
        Assert.Equal(
            StatementSplitter.Split(source.Migrations[0].UpScript).Select(statement => statement.ToString()),
            StatementSplitter.Split(Native().Migrations[0].UpScript).Select(statement => statement.ToString()));
        Assert.Empty(Native().Problems);

        MigrationSet Native() => _target.Read(new MigrationFolderOptions { Layout = "Native" });
    }

    [Fact]
    public void Drizzles_newest_file_is_numbered_and_named_in_the_manifest_and_made_once()
    {
        _source.Write("meta/_journal.json", """{"entries":[{"when":1,"tag":"0000_old"},{"when":2,"tag":"0001_spicy_hulk"}]}""");
        _source.With("0000_old.sql").Write("0001_spicy_hulk.sql", "CREATE TABLE \"a\" (\"id\" bigint PRIMARY KEY)\n--> statement-breakpoint\nCREATE TABLE b (id bigint PRIMARY KEY);--> statement-breakpoint\nSELECT 1");
        const string Manifest = "{\r\n  \"migrationFiles\": [\r\n    \"118-x.sql\", // kept\r\n    \"119-y.sql\"\r\n  ],\r\n  \"schemaDir\": null\r\n}\r\n";
        _target.Manifest(Manifest).With("118-x.sql", "119-y.sql");
        ConversionPlan plan = Convert(new ConversionOptions { NewestOnly = true, Name = "Add tables" });
        Conversion made = Assert.Single(plan.Items);
        Assert.Equal(_target.At("120-add-tables.sql"), made.File.Path);
        Assert.EndsWith("\n\nCREATE TABLE \"a\" (\"id\" bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\nSELECT 1;\n", made.File.Text, StringComparison.Ordinal);
        Assert.Contains("-- No undo came with the source.\n", made.File.Text, StringComparison.Ordinal);
        made.File.Write();
        Assert.Equal(Manifest.Replace("\"119-y.sql\"", "\"119-y.sql\",\r\n    \"120-add-tables.sql\"", StringComparison.Ordinal), File.ReadAllText(_target.At("migrations.json")));

        ConversionPlan again = Convert(new ConversionOptions { NewestOnly = true });
        Assert.Empty(again.Items);
        Assert.Equal("120-add-tables.sql", Assert.Single(again.Known).Converted.FileName);
        _source.Write("meta/_journal.json", """{"entries":[{"when":1,"tag":"0000_old"},{"when":2,"tag":"0001_spicy_hulk"},{"when":3,"tag":"0002_c"},{"when":4,"tag":"0003_d"}]}""");
        _source.With("0002_c.sql", "0003_d.sql").Write("0001_spicy_hulk.sql", "SELECT 2;");
        again = Convert(new ConversionOptions { NewestOnly = true });
        Assert.Equal(["121-c.sql", "122-d.sql"], again.Items.Select(item => Path.GetFileName(item.File.Path)));
        Assert.Equal(MigrationProblemCode.ChecksumChanged, Assert.Single(again.Problems).Code);
    }

    [Theory]
    [InlineData("Dbmate", "0001_a.sql", "-- migrate:up transaction:false\n")]
    [InlineData("Goose", "0001_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\n")]
    [InlineData("Sqlx", "0001_a.up.sql", "-- no-transaction\n")]
    [InlineData("Flyway", "V0001__a.sql", "")]
    [InlineData("Diesel", "0001_a/up.sql", "")]
    [InlineData("GolangMigrate", "0001_a.up.sql", "")]
    public void A_file_of_ours_becomes_one_of_another_tool_outside_a_transaction_too(string layout, string name, string start)
    {
        _source.Write("0001_a.sql", "-- A\n-- @transaction: none\nCREATE INDEX CONCURRENTLY i ON a (id);\n-- @undo\nDROP INDEX i;\n");
        Conversion made = Assert.Single(Convert(layout: layout).Items);
        Assert.Equal(_target.At(name), made.File.Path);
        Assert.StartsWith(start, made.File.Text, StringComparison.Ordinal);
        made.File.Write();
        MigrationSet written = _target.Read(new MigrationFolderOptions { Layout = layout });
        Assert.Empty(written.Problems);
        Migration read = Assert.Single(written.Migrations);
        Assert.Equal("CREATE INDEX CONCURRENTLY i ON a (id)", StatementSplitter.Split(read.UpScript).Single().ToString());
        Assert.Equal("DROP INDEX i", StatementSplitter.Split(read.UndoScript!).Single().ToString());
        Assert.Equal(TransactionMode.None, read.Header.Transaction);
        Assert.Empty(Convert(layout: layout).Items);
        Assert.Equal(layout == "Flyway", File.Exists(made.File.Path + ".conf"));
    }

    [Theory]
    [InlineData("NodePgMigrate", "CREATE INDEX CONCURRENTLY i ON a (id);", "cannot say that they are run outside a transaction")]
    [InlineData("Dbmate", "VACUUM a; VACUUM b;", "has several statements")]
    public void What_a_tool_cannot_run_so_is_refused(string layout, string sql, string message)
    {
        _source.Write("0001_a.sql", $"-- @transaction: none\n{sql}");
        _source.Write("0002_b.sql", "SELECT 1;");
        ConversionPlan plan = Convert(layout: layout);
        Assert.Contains(message, Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.Equal("0002_b.sql", Path.GetFileName(Assert.Single(plan.Items).File.Path));
    }

    [Theory]
    [InlineData("Native", "9_a.sql 10_b.sql", "09_a.sql 10_b.sql")]
    [InlineData("Native", "0000_a.sql 0001_b.sql", "0000_a.sql 0001_b.sql")]
    [InlineData("Goose", "0000_a.sql 0001_b.sql", "20261121120000_a.sql 20261121120001_b.sql")]
    [InlineData("Dbmate", "9_a.sql 10_b.sql", "09_a.sql 10_b.sql")]
    public void Numbers_are_kept_where_the_order_is_the_same(string layout, string names, string expected)
    {
        _source.With(names.Split(' '));
        Assert.Equal(expected, string.Join(' ', Convert(layout: layout, from: "Native").Items.Select(item => Path.GetFileName(item.File.Path))));
    }

    [Fact]
    public void Two_files_of_one_number_and_dotted_versions_are_numbered_anew()
    {
        _source.With("V1__a.sql", "V1.1__b.sql", "R__view.sql");
        ConversionPlan plan = Convert();
        Assert.Equal(["0001_a.sql", "0002_b.sql", "0003_view.sql"], plan.Items.Select(item => Path.GetFileName(item.File.Path)));
        Assert.Contains("run again whenever it changes", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        using var node = new LayoutFolder();
        node.Write("010_x.sql", "-- Up Migration\nSELECT 1;");
        node.Write("010_a.sql", "-- Up Migration\nSELECT 2;");
        plan = MigrationConverter.Plan(node.Read().Migrations, _target.Read(), new ConversionOptions { Now = Now });
        Assert.Equal(["0001_a.sql", "0002_x.sql"], plan.Items.Select(item => Path.GetFileName(item.File.Path)));
    }

    [Fact]
    public void The_new_text_is_checked_for_its_target_and_mended_when_asked()
    {
        _source.Write("meta/_journal.json", """{"entries":[{"when":1,"tag":"0000_a"}]}""");
        _source.Write("0000_a.sql", "CREATE INDEX \"i\" ON \"a\" (\"id\");");
        var lint = new LintOptions { Target = Engine.Running.SqlTarget.AuroraDsql };
        Conversion bad = Assert.Single(Convert(new ConversionOptions { Lint = lint }).Items);
        Assert.False(bad.Report.Passed);
        Assert.Contains(bad.Report.Diagnostics, diagnostic => diagnostic.RuleId == "dsql-index-not-async");
        Conversion mended = Assert.Single(Convert(new ConversionOptions { Lint = lint, Fix = FixSafety.ReviewNeeded }).Items);
        Assert.Contains("CREATE INDEX ASYNC", mended.File.Text, StringComparison.Ordinal);
        Assert.Contains("-- @source: Drizzle 0000_a.sql", mended.File.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mended.Report.Diagnostics, diagnostic => diagnostic.RuleId == "dsql-index-not-async");
        Assert.False(Directory.Exists(_target.At("migrations")) || File.Exists(mended.File.Path));
    }

    [Fact]
    public void Chained_conversions_name_the_nearest_source()
    {
        _source.Write("1_a.sql", "-- migrate:up\nSELECT 1;\n");
        Assert.Single(Convert(layout: "Goose").Items).File.Write();
        using var last = new LayoutFolder();
        ConversionPlan plan = MigrationConverter.Plan(_target.Read().Migrations, last.Read(), new ConversionOptions { Now = Now });
        string text = Assert.Single(plan.Items).File.Text;
        Assert.Contains("-- @source: Goose 1_a.sql", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dbmate", text, StringComparison.Ordinal);
        Assert.DoesNotContain("+goose", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_converted_at_all_is_said()
    {
        _source.Write("20240101000000_init.rb", "class Init; end");
        Assert.Equal(MigrationProblemCode.UnsupportedLanguage, Assert.Single(Convert().Problems).Code);
        using var two = new LayoutFolder();
        two.With("1_a.sql", "2_b.sql");
        MigrationSet set = two.Read();
        Assert.Throws<ArgumentException>(() => MigrationConverter.Plan(set.Migrations, _target.Read(), new ConversionOptions { Name = "x" }));
        Assert.Throws<NotSupportedException>(() => MigrationConverter.Plan(set.Migrations, _target.Read(new MigrationFolderOptions { Layout = "Prisma" }), new ConversionOptions()));
    }

    [UnixFact]
    public void A_name_cannot_smuggle_sql_into_the_head()
    {
        _source.Write("1_a\nDROP TABLE users;--.sql", "-- migrate:up\nSELECT 1;\n");
        ConversionPlan plan = Convert();
        Assert.Empty(plan.Items);
        Assert.Contains("control characters", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_new_layout_would_cut_elsewhere_is_refused()
    {
        _source.Write("1_a.sql", "-- migrate:up\nSELECT 1;\n-- @undo\nSELECT 2;\n");
        ConversionPlan plan = Convert();
        Assert.Empty(plan.Items);
        Assert.Contains("would have other statements", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    private ConversionPlan Convert(ConversionOptions? options = null, string? layout = null, string? from = null) => MigrationConverter.Plan(
        _source.Read(new MigrationFolderOptions { Layout = from }).Migrations, _target.Read(new MigrationFolderOptions { Layout = layout }), (options ?? new ConversionOptions()) with { Now = Now });
}
