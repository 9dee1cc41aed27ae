using System.Text.RegularExpressions;
using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>
/// The 19 migrations of a widely used package, run by us and by psql. The package fills its placeholder into function bodies
/// too, by replacing text; psql and we fill in no variable inside a body. So on both sides the bodies are filled in beforehand,
/// and everything outside them is left to <c>-Variable</c> and <c>psql -v</c>.
/// </summary>
[Collection(SandboxCollection.Name)]
public sealed partial class GraphileWorkerTests(SandboxFixture sandbox)
{
    private const string Schema = "graphile_worker";
    private const int Files = 19;

    private static readonly RunOptions Options = new()
    {
        Variables = new Dictionary<string, string> { [GraphileWorkerPackage.Variable] = Schema },
    };

    [RealInputFact("npm", "psql", "pg_dump")]
    public async Task Its_files_give_the_database_that_psql_gives()
    {
        var files = (await GraphileWorkerPackage.ReadAsync()).Select(file => (file.Name, Sql: FillInBodies(file.Sql))).ToList();
        Assert.Equal(Files, files.Count);
        Assert.True(files.Sum(file => Placeholder().Count(file.Sql)) >= 100, "Too little is left for the variables to do.");

        using MigrationDatabase ours = await PrepareAsync();
        foreach ((string name, string sql) in files)
        {
            ours.Write(name, sql);
        }

        RunResult run = await ours.ApplyAsync(Options);
        Assert.Equal(files.Select(file => file.Name), run.Results.Select(result => result.FileName));
        Assert.Empty((await ours.ApplyAsync(Options)).Results);

        using MigrationDatabase byVariable = await PrepareAsync();
        var psql = new ClientPrograms(byVariable.ConnectionString);
        foreach ((_, string sql) in files)
        {
            Assert.Null(await psql.RunScriptAsync(sql, "--single-transaction", "-v", $"{GraphileWorkerPackage.Variable}={Schema}"));
        }

        // And as the package does it: every placeholder replaced in the text.
        using MigrationDatabase byText = await PrepareAsync();
        var plain = new ClientPrograms(byText.ConnectionString);
        foreach ((_, string sql) in await GraphileWorkerPackage.ReadAsync())
        {
            Assert.Null(await plain.RunScriptAsync(Placeholder().Replace(sql, Schema), "--single-transaction"));
        }

        string expected = await psql.DumpSchemaAsync();
        Assert.Contains("CREATE FUNCTION graphile_worker.add_job(", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await new ClientPrograms(ours.ConnectionString).DumpSchemaAsync("--exclude-table=public.migration_log"));
        Assert.Equal(expected, await plain.DumpSchemaAsync());
    }

    [RealInputFact("npm", "psql")]
    public async Task Its_raw_files_stop_us_at_the_statement_that_stops_psql()
    {
        IReadOnlyList<(string Name, string Sql)> files = await GraphileWorkerPackage.ReadAsync();
        using MigrationDatabase byPsql = await PrepareAsync();
        PsqlError error = (await new ClientPrograms(byPsql.ConnectionString)
            .RunScriptAsync(files[0].Sql, "--single-transaction", "-v", $"{GraphileWorkerPackage.Variable}={Schema}"))!;

        using MigrationDatabase ours = await PrepareAsync();
        ours.Write(files[0].Name, files[0].Sql);
        MigrationFailure failure = (await ours.RunAsync(Options)).Failed!.Failure!;
        Assert.Equal(error.SqlState, failure.Error.SqlState);

        // psql names the line on which the statement ends; we name the token, which is the placeholder in the body.
        string[] lines = files[0].Sql.Split('\n');
        Assert.StartsWith($":{GraphileWorkerPackage.Variable}", lines[failure.Position!.Value.Line - 1][(failure.Position.Value.Column - 1)..], StringComparison.Ordinal);
        Assert.Equal(error.Line, Array.FindIndex(lines, failure.Position.Value.Line, line => line.StartsWith("$$", StringComparison.Ordinal)) + 1);
    }

    private async Task<MigrationDatabase> PrepareAsync()
    {
        MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(GraphileWorkerPackage.Preparation.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return database;
    }

    /// <summary>By plain text, not by the lexer under test: all its bodies are quoted with <c>$$</c>.</summary>
    private static string FillInBodies(string sql) => Body().Replace(sql, body => Placeholder().Replace(body.Value, Schema));

    [GeneratedRegex(@"\$\$.*?\$\$", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex(":" + GraphileWorkerPackage.Variable + @"\b")]
    private static partial Regex Placeholder();
}
