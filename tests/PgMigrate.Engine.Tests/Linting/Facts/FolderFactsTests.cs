using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Linting.Facts;

/// <summary>What the migrations before tell of tables, and how findings follow it.</summary>
public sealed class FolderFactsTests : IDisposable
{
    private const string Table = "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(50), team_id bigint, total integer);";

    private readonly string _folder = Directory.CreateTempSubdirectory("pgmigrate-facts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("set-not-null-scan", "ALTER TABLE orders ALTER note SET NOT NULL;", true)]
    [InlineData("set-not-null-scan", "ALTER TABLE orders ALTER id SET NOT NULL;", false)]
    [InlineData("column-type-change", "ALTER TABLE orders ALTER note TYPE varchar(100);", false)]
    [InlineData("column-type-change", "ALTER TABLE orders ALTER note TYPE text;", false)]
    [InlineData("column-type-change", "ALTER TABLE orders ALTER note TYPE varchar(20);", true)]
    [InlineData("column-type-change", "ALTER TABLE orders ALTER note TYPE text USING upper(note);", true)]
    [InlineData("column-type-change", "ALTER TABLE orders ALTER total TYPE bigint;", true)]
    [InlineData("foreign-key-without-index", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES team (id) NOT VALID;", false)]
    [InlineData("foreign-key-without-index", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;", true)]
    [InlineData("column-not-null-no-default", "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text NOT NULL;", false)]
    [InlineData("drop-column", "ALTER TABLE orders DROP COLUMN IF EXISTS never_there;", false)]
    [InlineData("drop-column", "ALTER TABLE orders DROP COLUMN IF EXISTS note;", true)]
    [InlineData("index-not-concurrent", "CREATE TABLE IF NOT EXISTS orders (id bigint); CREATE INDEX orders_total ON orders (total);", true)]
    public void The_table_of_an_earlier_file_is_known(string rule, string sql, bool found) => Assert.Equal(found, Find(rule, Table, sql).Count > 0);

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (note IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT there;", false)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (total IS NOT NULL AND (note) IS NOT NULL);", false)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (note IS NOT NULL) NOT VALID;", true)]
    [InlineData("CREATE TABLE orders (note text, CONSTRAINT there CHECK (note IS NOT NULL) NOT VALID);", false)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (total IS NOT NULL OR note IS NOT NULL);", true)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (note IS NOT NULL); ALTER TABLE orders DROP CONSTRAINT there;", true)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT old CHECK (note IS NOT NULL); ALTER TABLE orders RENAME CONSTRAINT old TO there;", false)]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT there CHECK (remark IS NOT NULL); ALTER TABLE orders RENAME COLUMN remark TO note;", false)]
    [InlineData("ALTER TABLE baskets ADD CONSTRAINT there CHECK (note IS NOT NULL); ALTER TABLE baskets RENAME TO orders;", false)]
    [InlineData("ALTER TABLE app.orders ADD CONSTRAINT there CHECK (note IS NOT NULL);", true)]
    public void A_check_proves_that_a_column_is_never_null_once_it_is_validated(string earlier, bool found) =>
        Assert.Equal(found, Find("set-not-null-scan", earlier, "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;").Count > 0);

    [Fact]
    public void A_change_of_type_says_what_it_is_from()
    {
        LintDiagnostic found = Assert.Single(Find("column-type-change", Table, "ALTER TABLE orders ALTER total TYPE bigint;"));
        Assert.Equal("Changing total from integer to bigint rewrites orders under lock.", found.Message);
    }

    [Fact]
    public void A_check_on_the_column_makes_a_wider_type_read_every_row()
    {
        LintDiagnostic found = Assert.Single(Find("column-type-change", "CREATE TABLE orders (note varchar(10) CHECK (note <> ''));", "ALTER TABLE orders ALTER note TYPE text;"));
        Assert.Contains("to test its CHECK again", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_is_known_by_its_table()
    {
        const string Indexed = Table + "CREATE INDEX orders_team ON orders (team_id);";
        Assert.Empty(Find("foreign-key-without-index", Indexed, "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;"));
        Assert.Empty(Find("index-not-concurrent", Indexed, "CREATE INDEX IF NOT EXISTS orders_team ON orders (team_id);"));
        Assert.Equal("Dropping orders_team blocks reads and writes of orders.", Assert.Single(Find("drop-index-not-concurrent", Indexed, "DROP INDEX orders_team;")).Message);
        Assert.Single(Find("foreign-key-without-index", Indexed + "DROP INDEX orders_team;", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;"));
    }

    [Fact]
    public void A_label_that_is_there_has_its_place()
    {
        const string Type = "CREATE TYPE mood AS ENUM ('sad', 'ok');";
        Assert.Empty(Find("enum-value-order", Type, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';"));
        Assert.Single(Find("enum-value-order", Type, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad';"));
    }

    [Fact]
    public void What_another_target_runs_is_not_followed() =>
        Assert.Single(Find("set-not-null-scan", "-- @target: AuroraDsql\nALTER TABLE orders ADD CONSTRAINT there CHECK (note IS NOT NULL);", "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;"));

    [Fact]
    public void A_search_path_does_not_reach_the_next_file() =>
        Assert.Empty(Find("set-not-null-scan", "ALTER TABLE orders ADD CONSTRAINT there CHECK (note IS NOT NULL); SET search_path = app;", "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;"));

    [Fact]
    public void Knowing_a_folder_changes_nothing_else()
    {
        // A missing table is no finding: other tools may have made it.
        Assert.Empty(Find("missing-object", Table, "ALTER TABLE elsewhere DROP COLUMN a; DROP INDEX nowhere;"));
        Assert.Empty(Find("object-exists", Table, Table));
    }

    [Fact]
    public void A_check_hands_on_what_reading_would_tell()
    {
        Write("0001_a.sql", Table);
        Write("0002_b.sql", "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;");
        Write("0003_c.sql", "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;");
        MigrationSet set = MigrationFolder.Read(_folder);
        var facts = new FolderFacts(set.Migrations, SchemaFacts.Unknown, SqlTarget.PostgreSql);
        int found = 0;
        foreach (Migration migration in set.Migrations)
        {
            LintReport report = Linter.Check(migration, new LintOptions { Rules = ["set-not-null-scan"], Schema = facts.Before(migration) });
            facts.Learn(migration, report);
            found += report.Diagnostics.Count;
        }

        Assert.Equal(1, found);
        Assert.True(facts.Before(set.Migrations[2]).Find(new(null, "orders"))!.IsNeverNull("note"));
    }

    /// <summary>What a rule finds in the last file.</summary>
    private IReadOnlyList<LintDiagnostic> Find(string rule, string earlier, string sql)
    {
        Write("0001_a.sql", earlier);
        Write("0002_b.sql", sql);
        MigrationSet set = MigrationFolder.Read(_folder);
        var facts = new FolderFacts(set.Migrations, SchemaFacts.Unknown, SqlTarget.PostgreSql);
        LintReport report = Linter.Check(set.Migrations[1], new LintOptions { Rules = [rule], Schema = facts.Before(set.Migrations[1]) });
        return [.. report.Diagnostics.Where(diagnostic => diagnostic.RuleId == rule)];
    }

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder, name), sql);
}
