using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts;

public sealed class ManifestLayoutTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_manifest_rules_order_and_membership()
    {
        MigrationSet set = _folder.With("001-a.sql", "010-y.sql", "11_x.sql", "2-b.sql", "extra.sql", "012-z.sql")
            .Manifest("""{"schemaDir": null, "initialSetupFiles": ["001-a.sql"], "migrationFiles": ["11_x.sql", "2-b.sql", "010-y.sql"]}""").Read();
        Assert.Equal(("Manifest", "001-a.sql 11_x.sql 2-b.sql 010-y.sql"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Equal([true, false, false, false], set.Migrations.Select(migration => migration.IsInitialSetup));
        Assert.Equal([0, 1, 2, 3], set.Migrations.Select(migration => migration.Ordinal));
        Assert.Equal("NotInManifest?:012-z.sql NotInManifest?:extra.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Two_files_with_one_number_are_fine_where_the_manifest_orders_them()
    {
        MigrationSet set = _folder.With("011-a.sql", "11_b.sql").Manifest("""{"migrationFiles": ["11_b.sql", "011-a.sql"]}""").Read();
        Assert.Equal(("11_b.sql 011-a.sql", ""), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
    }

    [Fact]
    public void Twins_are_not_reported_and_take_back()
    {
        MigrationSet set = _folder.With("028-a.sql", "028-a-rollback.sql", "039-gone-rollback.sql").Manifest("""{"migrationFiles": ["028-a.sql"]}""").Read();
        Assert.NotNull(Assert.Single(set.Migrations).UndoScript);
        Assert.Equal("OrphanUndo?:039-gone-rollback.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void A_twin_that_the_manifest_names_is_a_problem_and_not_run()
    {
        MigrationSet set = _folder.With("028-a.sql", "028-a-rollback.sql").Manifest("""{"migrationFiles": ["028-a.sql", "028-a-rollback.sql"]}""").Read();
        Assert.Equal(("028-a.sql", "InvalidManifest:migrations.json"), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
        Assert.Contains("028-a-rollback.sql", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(set.Migrations[0].UndoScript);
    }

    [Fact]
    public void A_named_file_that_only_looks_like_a_twin_is_a_migration()
    {
        MigrationSet set = _folder.With("012-count-down.sql").Manifest("""{"migrationFiles": ["012-count-down.sql"]}""").Read();
        Assert.Equal(("012-count-down.sql", ""), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
        Assert.Null(set.Migrations[0].UndoScript);
    }

    [Theory]
    [InlineData("""{"migrationFiles": []}""", "", "NotInManifest?:1_a.sql")]
    [InlineData("""{"migrationFiles": ["1_a.sql", "2_gone.sql"]}""", "1_a.sql", "ManifestFileMissing:migrations.json")]
    [InlineData("""{"migrationFiles": ["1_A.sql"]}""", "", "ManifestFileMissing:migrations.json NotInManifest?:1_a.sql")]
    [InlineData("""{"migrationFiles": ["1_a.sql",], /* c */ } // c""", "1_a.sql", "")]
    [InlineData("\uFEFF{\"migrationFiles\":\r\n[\"1_a.sql\"]}", "1_a.sql", "")]
    [InlineData("""{"migrationFiles": ["1_a\u002esql"]}""", "1_a.sql", "")]
    [InlineData("""{"migrationFiles": ["1_a.sql", "1_a.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"initialSetupFiles": ["1_a.sql"], "migrationFiles": ["1_a.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["../x.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["sub/x.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["..\\x.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["/etc/passwd"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["a\u0000.sql"]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": [".."]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": [""]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": [1]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": [null]}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": "1_a.sql"}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": null}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"initialSetupFiles": {}, "migrationFiles": []}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"initialSetupFiles": []}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""["1_a.sql"]""", "", "InvalidManifest:migrations.json")]
    [InlineData("null", "", "InvalidManifest:migrations.json")]
    [InlineData("", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"migrationFiles": ["1_a.sql"]""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"schemaDir": 1, "migrationFiles": []}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"schemaDir": "../x", "migrationFiles": []}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"schemaDir": "/x", "migrationFiles": []}""", "", "InvalidManifest:migrations.json")]
    [InlineData("""{"schemaDir": "none", "migrationFiles": []}""", "", "FolderNotFound:none")]
    public void What_a_manifest_may_say(string json, string expected, string problems)
    {
        MigrationSet set = _folder.With("1_a.sql", "../x.sql").Manifest(json).Read();
        Assert.Equal((expected, problems), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
    }

    [Fact]
    public void Bad_json_is_named_with_its_place()
    {
        MigrationProblem problem = Assert.Single(_folder.Manifest("{\n  \"migrationFiles\": [\n    oops\n  ]\n}").Read().Problems);
        Assert.Contains("line 3, column 5", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_directory_it_names_is_followed()
    {
        MigrationSet set = _folder.With("sql/1_a.sql", "sql/2_b.sql").Manifest("""{"schemaDir": "./sql", "migrationFiles": ["1_a.sql"]}""").Read();
        Assert.Equal(("1_a.sql", _folder.At("sql/1_a.sql")), (LayoutFolder.Names(set), set.Migrations[0].Path));
        Assert.Contains("NotInManifest?:2_b.sql", LayoutFolder.Problems(set), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_migration_goes_into_the_directory_it_names()
    {
        string manifest = _folder.With("sql/001-a.sql").Manifest("""{"schemaDir": "sql", "migrationFiles": ["001-a.sql"]}""").At("migrations.json");
        NewMigration file = NewMigration.Plan(_folder.Read(), new NewMigrationOptions("b"));
        file.Write();
        Assert.Equal(_folder.At("sql/002-b.sql"), file.Path);
        Assert.Equal("""{"schemaDir": "sql", "migrationFiles": ["001-a.sql", "002-b.sql"]}""", File.ReadAllText(manifest));
        Assert.Equal("001-a.sql 002-b.sql", LayoutFolder.Names(_folder.Read()));
    }

    [Fact]
    public void A_new_migration_is_written_only_when_the_manifest_can_take_it()
    {
        _folder.With("1_a.sql").Manifest("""{"migrationFiles": null, "other": ["x"]}""");
        NewMigration file = NewMigration.Plan(_folder.Read(), new NewMigrationOptions("b"));
        Assert.Throws<InvalidDataException>(file.Write);
        Assert.False(File.Exists(file.Path));
        Assert.Equal("""{"migrationFiles": null, "other": ["x"]}""", File.ReadAllText(_folder.At("migrations.json")));
    }

    [UnixFact]
    public void A_directory_that_is_a_link_out_of_the_tree_is_not_followed()
    {
        _folder.Write("../elsewhere/1_a.sql");
        Directory.CreateSymbolicLink(_folder.At("sql"), "../elsewhere");
        MigrationSet set = _folder.Manifest("""{"schemaDir": "sql", "migrationFiles": ["1_a.sql"]}""").Read();
        Assert.Equal(("", "LinkOutOfTree:sql"), (LayoutFolder.Names(set), LayoutFolder.Problems(set)));
    }

    [UnixFact]
    public void A_link_out_of_the_tree_is_told_as_that_and_as_missing()
    {
        _folder.Write("../secret.sql");
        File.CreateSymbolicLink(_folder.At("1_a.sql"), "../secret.sql");
        MigrationSet set = _folder.Manifest("""{"migrationFiles": ["1_a.sql"]}""").Read();
        Assert.Empty(set.Migrations);
        Assert.Contains("LinkOutOfTree:1_a.sql", LayoutFolder.Problems(set), StringComparison.Ordinal);
    }
}
