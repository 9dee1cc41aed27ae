using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Facts;

/// <summary>What the facts of a database change in findings.</summary>
public sealed class LiveFindingsTests
{
    private const string Small = "-- orders has 50 rows, 8192 bytes\nCREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private const string Middle = "-- orders has 200000 rows, 40000000 bytes\nCREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private const string Large = "-- orders has 1200000 rows, 310000000 bytes\nCREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private const string Empty = "-- orders has 0 rows, 0 bytes\nCREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private const string Index = "CREATE INDEX i ON orders (note);";

    [Theory]
    [InlineData(Small, LintSeverity.Information, "public.orders has about 50 rows, 8 kB")]
    [InlineData(Middle, LintSeverity.Warning, "public.orders has about 200,000 rows, 38 MB")]
    [InlineData(Large, LintSeverity.Error, "public.orders has about 1,200,000 rows, 295 MB")]
    [InlineData(Empty, LintSeverity.Information, "public.orders has no rows")]
    public void The_size_of_the_table_says_how_bad_it_is(string database, LintSeverity severity, string fact)
    {
        LintDiagnostic found = Assert.Single(Check(database, Index, "index-not-concurrent").Diagnostics);
        Assert.Equal((severity, fact), (found.Severity, found.LiveFacts));
        Assert.EndsWith($"({fact}).", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_can_be_set() =>
        Assert.Equal(LintSeverity.Error, Assert.Single(Check(Middle, Index, "index-not-concurrent", options => options with { TableSizes = new TableSizeLimits { LargeRows = 100_000 } }).Diagnostics).Severity);

    [Fact]
    public void A_severity_that_was_set_stands() =>
        Assert.Equal(LintSeverity.Warning, Assert.Single(Check(Small, Index, "index-not-concurrent", options => options with { Severities = new Dictionary<string, LintSeverity> { ["index-not-concurrent"] = LintSeverity.Warning } }).Diagnostics).Severity);

    [Fact]
    public void What_falls_below_the_least_severity_is_dropped_and_what_rises_above_it_is_told()
    {
        Assert.Empty(Check(Small, Index, "index-not-concurrent", options => options with { MinimumSeverity = LintSeverity.Warning }).Diagnostics);
        Assert.Single(Check(Large, Index, "index-not-concurrent", options => options with { MinimumSeverity = LintSeverity.Error }).Diagnostics);
    }

    [Theory]
    [InlineData(Small, "TRUNCATE orders;", "truncate", LintSeverity.Warning)]
    [InlineData(Empty, "TRUNCATE orders;", "truncate", LintSeverity.Information)]
    [InlineData(Small, "ALTER TABLE orders ADD COLUMN a int NOT NULL;", "column-not-null-no-default", LintSeverity.Error)]
    [InlineData(Empty, "ALTER TABLE orders ADD COLUMN a int NOT NULL;", "column-not-null-no-default", LintSeverity.Information)]
    public void Loss_and_refusal_need_one_row(string database, string sql, string rule, LintSeverity severity) =>
        Assert.Equal(severity, Assert.Single(Check(database, sql, rule).Diagnostics).Severity);

    [Fact]
    public void A_size_that_is_half_known_is_judged_by_what_is_known()
    {
        var limits = new TableSizeLimits();
        Assert.Equal(LintSeverity.Information, limits.Judge(LintSeverity.Warning, new TableSize(null, 100_000)));
        Assert.Equal(LintSeverity.Warning, limits.Judge(LintSeverity.Warning, new TableSize(50, null)));
        Assert.Equal(LintSeverity.Error, limits.Judge(LintSeverity.Warning, new TableSize(5_000_000, null)));
        Assert.Equal(LintSeverity.Error, limits.Judge(LintSeverity.Error, new TableSize(null, 5L << 30)));
        Assert.Equal("rows not counted yet, 97 kB", new TableSize(null, 100_000).ToString());
    }

    [Theory]
    [InlineData("SELECT refresh_everything(); ALTER TABLE made_there ADD a int;")]
    [InlineData("CREATE EXTENSION postgis; ALTER TABLE spatial_ref_sys ADD a int;")]
    [InlineData("DO $$ BEGIN EXECUTE 'CREATE TABLE made_there (id int)'; END $$; ALTER TABLE made_there ADD a int;")]
    [InlineData("CREATE TABLE made_there (id int); ALTER TABLE made_there ADD a int, ADD CHECK (a > 0), ADD UNIQUE (a);")]
    [InlineData("ALTER TABLE orders RENAME TO sales; ALTER TABLE sales DROP COLUMN note;")]
    [InlineData("CREATE TABLE copy (LIKE orders); CREATE INDEX i ON copy (anything);")]
    [InlineData("ALTER TABLE ${prefix}_orders ADD a int;")]
    [InlineData("CREATE TEMP TABLE work (id int); INSERT INTO work (id) VALUES (1); DROP TABLE work;")]
    [InlineData("DROP TABLE IF EXISTS nowhere; ALTER TABLE IF EXISTS nowhere DROP COLUMN a;")]
    public void What_may_be_there_is_not_missing(string sql) => Assert.Empty(Check(Small, sql, "missing-object").Diagnostics);

    [Theory]
    [InlineData("TRUNCATE nowhere;", "There is no table nowhere.")]
    [InlineData("INSERT INTO orders (id, remark) VALUES (1, '');", "orders has no column remark.")]
    [InlineData("UPDATE orders SET remark = '' WHERE id = 1;", "orders has no column remark.")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON orders (remark);", "orders has no column remark.")]
    [InlineData("DROP TABLE orders; DELETE FROM orders WHERE id = 1;", "There is no table orders.")]
    [InlineData("ALTER TABLE orders DROP note; ALTER TABLE orders ALTER note SET DEFAULT '';", "orders has no column note.")]
    [InlineData("CREATE TABLE line (order_id bigint REFERENCES basket (id));", "There is no table basket.")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT nope;", "orders has no constraint nope.")]
    public void What_is_not_there_is_told(string sql, string message) =>
        Assert.Equal(message, Assert.Single(Check(Small, sql, "missing-object").Diagnostics).Message);

    [Fact]
    public void A_default_rewrites_on_a_server_before_11()
    {
        SchemaFacts old = DatabaseScript.Read(Small) with { ServerVersion = 100023 };
        SourceText sql = SourceText.FromString("ALTER TABLE orders ADD COLUMN kind text DEFAULT 'web';");
        Assert.Single(Linter.Check(sql, new LintOptions { Rules = ["column-volatile-default"], Schema = old }).Diagnostics);
        Assert.Empty(Linter.Check(sql, new LintOptions { Rules = ["column-volatile-default"], Schema = old with { ServerVersion = 110000 } }).Diagnostics);
    }

    [Fact]
    public void A_key_from_an_index_whose_columns_are_never_null_scans_nothing()
    {
        const string Database = Small + "CREATE UNIQUE INDEX orders_key ON orders (id);";
        Assert.DoesNotContain("scanned", Assert.Single(Check(Database, "ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_key;", "constraint-using-index").Diagnostics).Message, StringComparison.Ordinal);
        Assert.Contains("scanned", Assert.Single(Check(Database.Replace("(id);", "(note);", StringComparison.Ordinal), "ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_key;", "constraint-using-index").Diagnostics).Message, StringComparison.Ordinal);
    }

    private static LintReport Check(string database, string sql, string rule, Func<LintOptions, LintOptions>? change = null)
    {
        var options = new LintOptions { Rules = [rule], Schema = DatabaseScript.Read(database) };
        LintReport report = Linter.Check(SourceText.FromString(sql), change?.Invoke(options) ?? options);
        Assert.All(report.Diagnostics, diagnostic => Assert.Equal(rule, diagnostic.RuleId));
        return report;
    }
}
