using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary><see cref="TableLocks"/> knows the locks that a server takes.</summary>
[Collection(SandboxCollection.Name)]
public sealed class TableLocksTests(SandboxFixture sandbox)
{
    private const string Outside = "-- outside ";

    [PostgresFact]
    public async Task The_lock_of_a_statement_is_the_one_in_pg_locks()
    {
        string[] lines = File.ReadAllLines(Repository.At("tests", "PgMigrate.Drivers.Tests", "Linting", "table-locks.sql"));
        int dashes = Array.FindIndex(lines, line => line.StartsWith("-----", StringComparison.Ordinal));
        RuleProof setup = RuleProof.WithSetup(string.Join('\n', lines[..dashes]));
        var server = new ProofServer(await sandbox.CreateDatabaseAsync());
        await server.RebuildAsync(setup);
        var wrong = new List<string>();
        foreach (string line in lines[(dashes + 1)..])
        {
            string sql = line;
            LockMode held;
            if (line.StartsWith(Outside, StringComparison.Ordinal))
            {
                string table = line[Outside.Length..line.IndexOf(':', StringComparison.Ordinal)];
                sql = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
                held = await server.AskedForAsync(sql, table);
                await server.RebuildAsync(setup);
            }
            else
            {
                held = await server.StrongestAsync(sql);
            }

            LockMode known = TableLocks.Of(StatementParser.Parse(Assert.Single(StatementSplitter.Split(SourceText.FromString(sql)))), new ScriptTables());
            if (known != held)
            {
                wrong.Add($"{sql} takes {held}, not {known}");
            }
        }

        Assert.True(lines.Length - dashes > 100);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
