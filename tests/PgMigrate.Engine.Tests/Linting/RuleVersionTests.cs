using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>Rules about what only some versions do follow the oldest server.</summary>
public sealed class RuleVersionTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("13.9", false)]
    [InlineData("14", false)]
    [InlineData("14.0", true)]
    [InlineData("14.3", true)]
    [InlineData("14.4", false)]
    [InlineData("15", false)]
    public void A_rule_counts_for_the_versions_it_is_about(string? oldest, bool expected) =>
        Assert.Equal(expected, Find("CREATE INDEX CONCURRENTLY i ON t (a)", "concurrent-index-corruption", oldest).Length > 0);

    [Theory]
    [InlineData("MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE", 15)]
    [InlineData("CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT", 15)]
    [InlineData("CREATE TABLE t (a int, UNIQUE NULLS NOT DISTINCT (a))", 15)]
    [InlineData("ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)", 15)]
    [InlineData("CREATE INDEX i ON t (a) INCLUDE (b)", 11)]
    [InlineData("REINDEX TABLE CONCURRENTLY t", 12)]
    [InlineData("ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (1) STORED", 12)]
    [InlineData("ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (1) VIRTUAL", 18)]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", 14)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", 14)]
    [InlineData("CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", 11)]
    [InlineData("CREATE OR REPLACE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()", 14)]
    [InlineData("ALTER TABLE t ADD CONSTRAINT n NOT NULL a", 18)]
    [InlineData("REPACK t", 19)]
    public void Syntax_has_a_first_version(string sql, int first)
    {
        Assert.Empty(Find(sql, "needs-newer-server", null));
        Assert.Empty(Find(sql, "needs-newer-server", $"{first}"));
        Assert.Contains($"needs PostgreSQL {first}; the oldest server is {first - 1}", Assert.Single(Find(sql, "needs-newer-server", $"{first - 1}")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, nulls int, UNIQUE (id))")]
    [InlineData("CREATE INDEX i ON t (a NULLS FIRST) WHERE b")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'BEGIN ATOMIC'")]
    public void What_every_version_knows_needs_none(string sql) => Assert.Empty(Find(sql, "needs-newer-server", "10"));

    private static LintDiagnostic[] Find(string sql, string rule, string? oldest) =>
    [
        .. Linter.Check(SourceText.FromString(sql), new LintOptions { Rules = [rule], MinimumServerVersion = ServerVersion.TryParse(oldest, out ServerVersion version) ? version : null })
            .Diagnostics.Where(diagnostic => diagnostic.RuleId == rule),
    ];
}
