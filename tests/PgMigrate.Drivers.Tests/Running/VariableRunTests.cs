using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Variables, filled in where psql would.</summary>
[Collection(SandboxCollection.Name)]
public sealed class VariableRunTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task Every_form_is_filled_in_with_its_quoting()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", """
            CREATE SCHEMA :"schema";
            CREATE TABLE :"schema".t (id int, name text DEFAULT :'text', body text DEFAULT ${number}::text);
            INSERT INTO :"schema".t (id) VALUES (:number), ((ARRAY[7,8,9])[:number]);
            INSERT INTO :"schema".t VALUES (3, ':text ${number} :''text''', $$:text ${number}$$); -- :text
            """);
        var options = new RunOptions
        {
            Variables = new Dictionary<string, string> { ["schema"] = "Odd \"name\"; --", ["text"] = "it's \\ \"x\"; 🐘", ["number"] = "1" },
        };
        await database.ApplyAsync(options);
        Assert.Equal("it's \\ \"x\"; 🐘|1", await database.ScalarAsync("SELECT name || '|' || body FROM \"Odd \"\"name\"\"; --\".t WHERE id = 1"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM \"Odd \"\"name\"\"; --\".t WHERE id = 7"));
        Assert.Equal(":text ${number} :'text'|:text ${number}", await database.ScalarAsync("SELECT name || '|' || body FROM \"Odd \"\"name\"\"; --\".t WHERE id = 3"));

        // The history keeps the file's own text, and the checksum is the file's: other values are no change.
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM migration_log WHERE sql_executed LIKE '%:\"schema\".t%'"));
        Assert.Empty((await database.ApplyAsync(options with { Variables = new Dictionary<string, string>() })).Results);
    }

    [PostgresTheory]
    [InlineData("SELECT ${missing};", "${missing}", 1)]
    [InlineData("SELECT 1;\nSELECT :missing;", ":missing", 2)]
    [InlineData("SELECT :'missing';", ":'missing'", 1)]
    [InlineData("SELECT :\"missing\" FROM t;", ":\"missing\"", 1)]
    public async Task An_unset_one_stops_everything_before_anything_runs(string sql, string written, int line)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", sql)
            .RunAsync(new RunOptions { Variables = new Dictionary<string, string> { ["Missing"] = "names are case-sensitive" } });
        MigrationProblem problem = Assert.Single(run.Plan.Problems);
        Assert.Equal((MigrationProblemCode.UnsetVariable, line), (problem.Code, problem.Position!.Value.Line));
        Assert.Contains(written, problem.Message, StringComparison.Ordinal);
        Assert.Contains("-Variable", problem.Remedy, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("a"));
        Assert.False(await database.ExistsAsync("migration_log"));
    }

    [PostgresFact]
    public async Task An_error_behind_a_variable_is_told_at_its_place_in_the_file()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "SELECT :'x', ${y},\n  :'x' || nowhere;");
        var options = new RunOptions { Variables = new Dictionary<string, string> { ["x"] = new('x', 500), ["y"] = "'a\nb\nc'" } };
        MigrationFailure failure = (await database.RunAsync(options)).Failed!.Failure!;
        Assert.Equal(("42703", 2, 11), (failure.Error.SqlState, failure.Position!.Value.Line, failure.Position.Value.Column));
    }

    [PostgresFact]
    public async Task Casts_slices_and_assignments_are_no_variables()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", """
            CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
            CREATE TABLE t AS SELECT '1'::int AS one, f(a := 1, b => 3) AS four, (ARRAY[1,2,3])[1:2] AS slice, (ARRAY[1,2,3])[:2] AS head;
            """).ApplyAsync();
        Assert.Equal("1 4 {1,2} {1,2}", await database.ScalarAsync("SELECT concat_ws(' ', one, four, slice::text, head::text) FROM t"));
    }
}
