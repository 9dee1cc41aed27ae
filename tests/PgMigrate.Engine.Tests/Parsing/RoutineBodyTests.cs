using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Parsing;

public sealed class RoutineBodyTests
{
    [Theory]
    [InlineData("BEGIN DROP TABLE a; END", "DROP TABLE a")]
    [InlineData("DECLARE x int := 1; y text; BEGIN TRUNCATE a; END;", "x int := 1|y text|TRUNCATE a")]
    [InlineData("BEGIN IF EXISTS (SELECT 1) THEN DROP TABLE a; ELSIF x THEN TRUNCATE b; ELSE DELETE FROM c; END IF; END", "DROP TABLE a|TRUNCATE b|DELETE FROM c")]
    [InlineData("BEGIN IF CASE WHEN a THEN b ELSE c END THEN DROP TABLE a; END IF; END", "DROP TABLE a")]
    [InlineData("BEGIN FOR r IN SELECT 1 LOOP UPDATE t SET a = 1; END LOOP; END", "UPDATE t SET a = 1")]
    [InlineData("BEGIN CASE x WHEN 1 THEN DROP TABLE a; WHEN 2 THEN DROP TABLE b; ELSE NULL; END CASE; END", "DROP TABLE a|DROP TABLE b|NULL")]
    [InlineData("<<outer>> BEGIN CREATE TYPE m AS ENUM ('a;b'); EXCEPTION WHEN duplicate_object THEN NULL; END", "CREATE TYPE m AS ENUM ('a;b')|NULL")]
    [InlineData("BEGIN BEGIN DROP TABLE a; END; WHILE true LOOP EXIT; END LOOP; END", "DROP TABLE a|EXIT")]
    [InlineData("", "")]
    [InlineData("BEGIN", "")]
    [InlineData("BEGIN IF x THEN", "")]
    public void Statements_come_out_without_what_controls_them(string code, string expected)
    {
        SqlStatement statement = StatementSplitter.Split(SourceText.FromString($"DO $x${code}$x$")).Single();
        var block = Assert.IsType<DoStatement>(StatementParser.Parse(statement));
        Assert.Equal(expected, string.Join('|', RoutineBody.Read(statement, block.Body!.Value).Select(inner => inner.ToString())));
    }

    [Fact]
    public void Findings_inside_a_block_have_their_place_in_the_file()
    {
        const string Sql = "SELECT 1;\nDO $$\nBEGIN\n    IF true THEN\n        DROP TABLE orders;\n    END IF;\nEND $$;\n";
        LintDiagnostic found = Assert.Single(Linter.Check(SourceText.FromString(Sql), new LintOptions { Rules = ["drop-table"] }).Diagnostics, diagnostic => diagnostic.RuleId == "drop-table");
        Assert.Equal("5:20", found.Position.ToString());
    }

    [Fact]
    public void A_statement_inside_a_block_is_found_and_not_rewritten()
    {
        // CONCURRENTLY, safe for a lone statement, cannot run in the block's transaction.
        SourceText script = SourceText.FromString("DO $$ BEGIN CREATE INDEX i ON t (a); END $$;");
        var options = new LintOptions { Rules = ["index-not-concurrent"] };
        Assert.Null(Assert.Single(Linter.Check(script, options).Diagnostics).Rewrite);
        Assert.Empty(LintFixer.Fix(script, options, FixSafety.ReviewNeeded).Fixes);
    }

    [Fact]
    public void A_guarded_creation_is_no_finding()
    {
        const string Sql = "DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); CREATE TABLE t (id int); EXCEPTION WHEN duplicate_object THEN NULL; END $$;";
        Assert.DoesNotContain(Linter.Check(SourceText.FromString(Sql)).Diagnostics, diagnostic => diagnostic.RuleId is "create-without-if-not-exists" or "enum-not-guarded");
    }

    [Fact]
    public void A_comment_before_the_block_hides_what_is_inside()
    {
        const string Sql = "-- @ignore: drop-table nobody uses it\nDO $$ BEGIN DROP TABLE orders; END $$;";
        Assert.Empty(Linter.Check(SourceText.FromString(Sql), new LintOptions { Rules = ["drop-table", "invalid-suppression"] }).Diagnostics);
    }

    [Fact]
    public void A_body_whose_quotes_are_doubled_is_left_alone() =>
        Assert.Empty(Linter.Check(SourceText.FromString("DO 'BEGIN DROP TABLE a; RAISE ''x''; END'"), new LintOptions { Rules = ["drop-table"] }).Diagnostics);
}
