using System.Text.Json;
using PgMigrate.Drivers.NodePgMigrate;
using PgMigrate.Drivers.Tests.History;
using PgMigrate.Drivers.Tests.RealInput;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>
/// Every operation and option, forwards and back: our SQL is the real builder's, blanks and empty statements aside. Where ours is
/// another on purpose, <c>Deviations.txt</c> holds it, and the real one's is no valid SQL or lacks what was asked for.
/// </summary>
[Collection(SandboxCollection.Name)]
public sealed class OperationSqlTests(NpmToolsFixture tools) : IClassFixture<NpmToolsFixture>
{
    private static readonly string Here = Path.Combine(AppContext.BaseDirectory, "NodePgMigrate");

    [NpmToolsFact]
    public async Task Our_sql_is_the_real_ones()
    {
        Assert.True(tools.WhyNot is null, tools.WhyNot);
        using NodeScripts scripts = NodeScripts.Write();
        string ours = Path.Combine(scripts.Folder, "pgm", "index.js");
        string theirs = Path.Combine(tools.Folder, "node_modules", "node-pg-migrate", "dist", "bundle", "index.js");
        var differences = new List<string>();
        foreach (string decamelize in new[] { "false", "true" })
        {
            Dictionary<string, string> expected = await SqlAsync(theirs, decamelize);
            Dictionary<string, string> actual = await SqlAsync(ours, decamelize);
            Assert.True(expected.Count > 900, $"only {expected.Count} operations were compared");
            Assert.Equal(expected.Keys, actual.Keys);
            differences.AddRange(expected.Where(pair => Normal(pair.Value) != Normal(actual[pair.Key]))
                .Select(pair => $"{(decamelize == "true" ? "decamelize " : "")}{pair.Key}\n    theirs: {Normal(pair.Value)}\n    ours:   {Normal(actual[pair.Key])}\n"));
        }

        string found = string.Concat(differences);
        string path = Repository.At("tests", "PgMigrate.Drivers.Tests", "NodePgMigrate", "Deviations.txt");
        if (Environment.GetEnvironmentVariable("PGMIGRATE_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, found);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), found);
    }

    private static async Task<Dictionary<string, string>> SqlAsync(string library, string decamelize)
    {
        (int exit, string output, string error) = await ExternalProgram.Get("node").RunAsync(
            [Path.Combine(Here, "operations.mjs"), library, Path.Combine(Here, "Operations.txt"), decamelize]);
        Assert.True(exit == 0, error);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;
    }

    private static string Normal(string sql)
    {
        string[] words = sql.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string line = string.Join(' ', words).Replace(" ;", ";", StringComparison.Ordinal);
        while (line.Contains(";;", StringComparison.Ordinal))
        {
            line = line.Replace(";;", ";", StringComparison.Ordinal);
        }

        return line;
    }
}
