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

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE t SET a = 1; DELETE FROM u $$", "UPDATE t SET a = 1|DELETE FROM u")]
    [InlineData("CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql", "SELECT 1")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE plpgsql AS $b$ BEGIN IF x THEN DROP TABLE a; END IF; END $b$", "DROP TABLE a")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", "SELECT CASE WHEN true THEN 1 END|SELECT 2")]
    [InlineData("CREATE FUNCTION f(a text DEFAULT 'x') RETURNS TABLE (b int) AS $$ SELECT 1 $$ LANGUAGE 'sql'", "SELECT 1")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ x = 1; y = 2 $$", "")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'name'", "")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", "")]
    [InlineData("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''it''; SELECT 2'", "")]
    public void Statements_of_routines_come_out(string sql, string expected)
    {
        SqlStatement statement = StatementSplitter.Split(SourceText.FromString(sql)).Single();
        var routine = Assert.IsType<CreateStatement>(StatementParser.Parse(statement));
        Assert.Equal(expected, string.Join('|', RoutineBody.Read(statement, routine).Select(inner => inner.ToString())));
    }

    [Fact]
    public void Findings_inside_a_function_have_their_place_and_are_those_that_hold_whenever_it_runs()
    {
        const string Sql = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n    DROP TABLE orders;\n    UPDATE t SET a = 1, a = 2 WHERE b;\nEND $$;\n";
        LintDiagnostic found = Assert.Single(Linter.Check(SourceText.FromString(Sql)).Diagnostics, diagnostic => diagnostic.RuleId is "duplicate-assignment" or "drop-table");
        Assert.Equal(("duplicate-assignment", 4), (found.RuleId, found.Line));
    }

    [Fact]
    public void What_a_function_would_do_is_not_done_yet()
    {
        // The function makes its table when it is called, so this one is there before.
        const string Sql = "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ CREATE TABLE t (id int) $$;\nCREATE INDEX i ON t (id);";
        Assert.Single(Linter.Check(SourceText.FromString(Sql), new LintOptions { Rules = ["index-not-concurrent"] }).Diagnostics);
    }

    [Theory]
    [InlineData("DO $$ BEGIN TRUNCATE t; END $$;")]
    [InlineData("DO $$ BEGIN TRUNCATE t, u $$;")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $x$ TRUNCATE t, u CASCADE $x$;")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'TRUNCATE t'")]
    public void The_end_of_a_body_stops_no_check(string sql) => Assert.All(
        Enum.GetValues<PgMigrate.Engine.Running.SqlTarget>(),
        target => Assert.All(Linter.Check(SourceText.FromString(sql), new LintOptions { Target = target }).Diagnostics, diagnostic => Assert.Null(diagnostic.Rewrite)));

    [Fact]
    public void A_dsql_function_is_refused_what_a_script_is()
    {
        const string Sql = "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ TRUNCATE t $$;";
        Assert.Single(Linter.Check(SourceText.FromString(Sql), new LintOptions { Target = PgMigrate.Engine.Running.SqlTarget.AuroraDsql, Rules = ["dsql-truncate"] }).Diagnostics);
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
