using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class DataApiCheckTests : IDisposable
{
    private static readonly DatabaseFacts Facts = new("db", "public", "me", 150_000, false, 0);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgm-plan");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("COPY t FROM STDIN;\n1\n\\.\n", MigrationProblemCode.CopyNotSupported)]
    [InlineData("COPY (SELECT 1) TO STDOUT WITH (FORMAT csv);", MigrationProblemCode.CopyNotSupported)]
    [InlineData("SET lock_timeout = 5;\nCREATE INDEX CONCURRENTLY i ON t (id);", MigrationProblemCode.SettingLost)]
    [InlineData("RESET ROLE;\nVACUUM t;", MigrationProblemCode.SettingLost)]
    public void What_the_service_would_refuse_or_lose_stops_the_run(string sql, MigrationProblemCode expected)
    {
        MigrationProblem problem = Assert.Single(Plan(sql).Problems);
        Assert.Equal((expected, ProblemSeverity.Error, 1), (problem.Code, problem.Severity, problem.Position!.Value.Line));
        Assert.Empty(Plan(sql, SqlTarget.PostgreSql).Problems);
    }

    [Theory]
    [InlineData("COPY t FROM '/srv/file';")]
    [InlineData("SET search_path = app; CREATE TABLE t (id int);")]
    [InlineData("BEGIN; SET search_path = app; CREATE TABLE t (id int); COMMIT; VACUUM t;")]
    [InlineData("DO $$BEGIN x := 1; y := z::int; RAISE NOTICE 'at :time'; -- :note\nEND$$;")]
    [InlineData("SELECT ':name', \":name\" FROM t -- :x\n;")]
    [InlineData("SELECT a[lo:hi] FROM t;")]
    public void What_it_takes_is_no_problem(string sql) => Assert.Empty(Plan(sql).Problems);

    [Fact]
    public void A_statement_may_have_64_kibibytes_and_no_byte_more()
    {
        string fits = "SELECT '" + new string('é', 32_763) + "'";
        Assert.Empty(Plan(fits + ";").Problems);

        MigrationProblem problem = Assert.Single(Plan("SELECT 1;\n" + fits.Insert(8, "xx") + ";").Problems);
        Assert.Equal((MigrationProblemCode.StatementTooLong, 2), (problem.Code, problem.Position!.Value.Line));
        Assert.Contains("65,537 bytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_after_a_colon_in_a_body_is_warned_of()
    {
        MigrationPlan plan = Plan("CREATE FUNCTION f(a int[], i int, j int) RETURNS int[] LANGUAGE plpgsql AS $f$BEGIN RETURN a[i:j]; END$f$;");
        MigrationProblem problem = Assert.Single(plan.Problems);
        Assert.Equal((MigrationProblemCode.ColonParameter, ProblemSeverity.Warning), (problem.Code, problem.Severity));
        Assert.True(plan.CanRun);
    }

    [Fact]
    public void A_search_path_cannot_be_given_to_a_statement_outside_a_transaction()
    {
        MigrationProblem problem = Assert.Single(Plan("CREATE INDEX CONCURRENTLY i ON t (id);", searchPath: "app").Problems);
        Assert.Equal(MigrationProblemCode.SettingLost, problem.Code);
        Assert.Empty(Plan("CREATE INDEX i ON t (id);", searchPath: "app").Problems);
    }

    private MigrationPlan Plan(string sql, SqlTarget target = SqlTarget.RdsDataApi, string? searchPath = null)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "0001_a.sql"), sql);
        return MigrationPlanner.Plan(MigrationFolder.Read(_folder.FullName), null, Facts, new RunOptions { SearchPath = searchPath }, target);
    }
}
