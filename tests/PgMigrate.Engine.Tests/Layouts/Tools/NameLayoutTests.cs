using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Layouts.Diesel;
using PgMigrate.Engine.Layouts.Flyway;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts.Tools;

/// <summary>Tools that go by the names of files and folders.</summary>
public sealed class NameLayoutTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Golang_migrate_pairs_by_number()
    {
        MigrationSet set = _folder.With("000002_b.up.sql", "2_other.down.sql", "000010_c.up.sql", "1_a.up.sql", "3_gone.down.sql")
            .Read();
        Assert.Equal(("GolangMigrate", "1_a.up.sql 000002_b.up.sql 000010_c.up.sql"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Equal(["1", "2", "10"], set.Migrations.Select(migration => migration.HistoryKey));
        Assert.Equal([false, true, false], set.Migrations.Select(migration => migration.UndoScript is not null));
        Assert.Equal("OrphanUndo?:3_gone.down.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Sqlx_takes_simple_and_reversible_files_and_its_mark_at_the_start_only()
    {
        _folder.Write("1_a.sql", "-- no-transaction\nSELECT 1;");
        _folder.Write("2_b.up.sql", "\n-- no-transaction\nSELECT 1;");
        _folder.With("2_b.down.sql", "notes.sql", "2_twice.sql");
        MigrationSet set = _folder.Read(new MigrationFolderOptions { Layout = "Sqlx" });
        Assert.Equal("1_a.sql 2_b.up.sql 2_twice.sql", LayoutFolder.Names(set));
        Assert.Equal([TransactionMode.None, TransactionMode.Auto, TransactionMode.Auto], set.Migrations.Select(migration => migration.Header.Transaction));
        Assert.Equal("DuplicateVersion UnknownFile?:notes.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Diesel_takes_folders_and_their_settings()
    {
        _folder.With("2024-05-01-120000_b/up.sql", "2024-05-01-120000_b/down.sql", "00000000000000_diesel_initial_setup/up.sql", "20230101_a/up.sql", "v9_word/up.sql", "2025_gone/down.sql", "stray.sql");
        _folder.Write("20230101_a/metadata.toml", "# none\nrun_in_transaction = false\n");
        _folder.Write("v9_word/metadata.toml", "");
        _folder.Write("2022_empty/up.sql", "");
        MigrationSet set = _folder.Read();
        Assert.Equal("00000000000000_diesel_initial_setup 2022_empty 20230101_a 2024-05-01-120000_b v9_word", LayoutFolder.Names(set));
        Assert.Equal(["00000000000000", "2022", "20230101", "20240501120000", "v9"], set.Migrations.Select(migration => migration.HistoryKey));
        Assert.Equal(
            [TransactionMode.Auto, TransactionMode.Auto, TransactionMode.None, TransactionMode.Auto, TransactionMode.None],
            set.Migrations.Select(migration => migration.Header.Transaction));
        Assert.Equal([3], set.Migrations.Where(migration => migration.UndoScript is not null).Select(migration => migration.Ordinal));
        Assert.Equal("InvalidLayout:2025_gone InvalidLayout:up.sql UnknownFile?:stray.sql", LayoutFolder.Problems(set));
    }

    [Theory]
    [InlineData("run_in_transaction = true", true)]
    [InlineData("run_in_transaction = false # why", false)]
    [InlineData("\"run_in_transaction\"=true", true)]
    [InlineData("other = 1", false)]
    [InlineData("other = '# = x'\nrun_in_transaction = true", true)]
    [InlineData("", false)]
    [InlineData("[table]\nrun_in_transaction = true", false)]
    [InlineData("what is this", true)]
    [InlineData("run_in_transaction = maybe", true)]
    [InlineData("[broken", true)]
    public void Diesel_reads_its_settings_with_their_surprises(string toml, bool expected) => Assert.Equal(expected, DieselMetadata.Parse(toml));

    [Fact]
    public void Prisma_takes_folders_by_name_and_refuses_another_database()
    {
        _folder.With("20240102000000_b/migration.sql", "20240101000000_a/migration.sql", "20240103000000_none/steps.json");
        _folder.Write("migration_lock.toml", "# x\nprovider = \"postgresql\"\n");
        MigrationSet set = _folder.Read();
        Assert.Equal(("Prisma", "20240101000000_a 20240102000000_b"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Equal("20240101000000_a", set.Migrations[0].HistoryKey);
        Assert.Equal("InvalidLayout:20240103000000_none", LayoutFolder.Problems(set));
        _folder.Write("migration_lock.toml", "provider = \"mysql\"\n");
        Assert.Contains("mysql", _folder.Read().Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flyway_orders_versions_by_their_parts_and_repeatables_after_them()
    {
        _folder.With("V1_10__b.sql", "V1.2__a.sql", "V2__c.SQL", "U2__c.sql", "U9__gone.sql", "R__b_views.sql", "R__a.sql", "sub/V1.5__s.sql", "x.sql", "V__no.sql", "B1__base.sql");
        _folder.Write("V1.2__a.sql.conf", "executeInTransaction=false\n");
        MigrationSet set = _folder.Read();
        Assert.Equal(("Flyway", "B1__base.sql V1.2__a.sql sub/V1.5__s.sql V1_10__b.sql V2__c.SQL R__a.sql R__b_views.sql"), (set.Layout, LayoutFolder.Names(set)));
        Assert.Equal(["1", "1.2", "1.5", "1.10", "2", "R a", "R b views"], set.Migrations.Select(migration => migration.Version));
        Assert.Equal(TransactionMode.None, set.Migrations[1].Header.Transaction);
        Assert.NotNull(set.Migrations[4].UndoScript);
        Assert.Equal([true, true], set.Migrations.Where(migration => migration.IsRepeatable).Select(_ => true));
        Assert.True(set.Migrations[0].IsInitialSetup);
        Assert.Equal("OrphanUndo?:U9__gone.sql UnknownFile?:V__no.sql UnknownFile?:x.sql", LayoutFolder.Problems(set));
    }

    [Fact]
    public void Flyway_leaves_a_baseline_out_whose_migrations_are_there()
    {
        MigrationSet set = _folder.With("V1__a.sql", "V2__b.sql", "B2__base.sql", "V1.0__again.sql").Read();
        Assert.Equal("V1.0__again.sql V1__a.sql V2__b.sql", LayoutFolder.Names(set));
        Assert.Equal("DuplicateVersion UnknownFile?:B2__base.sql", LayoutFolder.Problems(set));
    }

    [Theory]
    [InlineData("1", "1.0", 0)]
    [InlineData("1_0_0", "1", 0)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("01.2", "1.02", 0)]
    [InlineData("20240101120000", "2", 1)]
    [InlineData("1.0.1", "1.1", -1)]
    public void Flyway_compares_versions_as_numbers(string first, string second, int expected) =>
        Assert.Equal(expected, FlywayVersion.Parse(first)!.CompareTo(FlywayVersion.Parse(second)));

    [Theory]
    [InlineData("V1__Add_new_column.sql", 'V', "1", "Add new column")]
    [InlineData("V1_1__a__b.sql", 'V', "1.1", "a  b")]
    [InlineData("V1.sql", 'V', "1", "<< no description >>")]
    [InlineData("R__x.sql", 'R', "", "x")]
    public void Flyway_takes_names_apart(string name, char prefix, string version, string description)
    {
        FlywayName parts = FlywayName.Parse(name)!;
        Assert.Equal((prefix, version, description), (parts.Prefix, parts.Version, parts.Description));
    }

    [Theory]
    [InlineData("v1__a.sql")]
    [InlineData("V1a__b.sql")]
    [InlineData("R1__b.sql")]
    [InlineData("V__b.sql")]
    [InlineData("V1..2__b.sql")]
    [InlineData("V1__a.txt")]
    public void Flyway_leaves_other_names_alone(string name) => Assert.Null(FlywayName.Parse(name));
}
