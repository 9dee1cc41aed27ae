using Npgsql;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>The server's own SQL, thousands of statements that nobody here wrote, is read without a false alarm.</summary>
[Collection(SandboxCollection.Name)]
public sealed class ExtensionScriptsTests(SandboxFixture sandbox)
{
    /// <summary>Targets of this project: more than this share of statements is of a known kind.</summary>
    private const double LeastShare = 0.99;

    [PostgresFact]
    public async Task Every_script_is_read_to_its_end_and_known()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(await ShareFolderAsync(), "extension"), "*.sql").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        var wrong = new List<string>();
        int statements = 0;
        int known = 0;
        foreach (string file in files)
        {
            SourceText script = SourceText.FromString(WithoutPsql(File.ReadAllText(file)), file);
            LintCoverage coverage = Linter.Coverage(script);
            statements += coverage.StatementCount;
            known += coverage.KnownCount;
            wrong.AddRange(coverage.Unknown.Select(line => $"{file}: unknown: {line}"));
            foreach (SqlTarget target in Enum.GetValues<SqlTarget>())
            {
                LintReport report = Linter.Check(script, new LintOptions { Target = target });
                wrong.AddRange(report.Diagnostics.Where(diagnostic => diagnostic.RuleId is "unterminated-input" or "duplicate-assignment").Select(diagnostic => diagnostic.ToString()));
            }
        }

        Assert.True(statements > 100, $"{statements} statements");
        Assert.True(known > LeastShare * statements && wrong.Count == 0, $"{known} of {statements} statements in {files.Length} files are known\n{string.Join('\n', wrong)}");
    }

    [PostgresFact]
    public async Task No_volatile_function_is_taken_for_a_stable_one()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v' AND prokind = 'f' AND proname ~ '^[a-z_0-9]+$'", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var missed = new List<string>();
        int seen = 0;
        for (; await reader.ReadAsync(); seen++)
        {
            SourceText script = SourceText.FromString($"ALTER TABLE t ADD COLUMN c text DEFAULT {reader.GetString(0)}();");
            if (Linter.Check(script, new LintOptions { Rules = ["column-volatile-default"] }).Diagnostics.Count == 0)
            {
                missed.Add(reader.GetString(0));
            }
        }

        Assert.True(seen > 50);
        Assert.Empty(missed);
    }

    [PostgresFact]
    public async Task No_immutable_function_is_taken_for_one_that_no_index_takes()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'i' AND prokind = 'f' AND proname ~ '^[a-z_0-9]+$'", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var wrong = new List<string>();
        int seen = 0;
        for (; await reader.ReadAsync(); seen++)
        {
            SourceText script = SourceText.FromString($"CREATE INDEX i ON t ({reader.GetString(0)}(c));");
            wrong.AddRange(Linter.Check(script, new LintOptions { Rules = ["index-not-immutable"] }).Diagnostics.Where(found => found.RuleId == "index-not-immutable").Select(found => found.Message));
        }

        Assert.True(seen > 500, $"{seen} functions");
        Assert.Empty(wrong);
    }

    /// <summary>CREATE EXTENSION leaves out the lines for psql, too.</summary>
    private static string WithoutPsql(string script) => string.Join('\n', script.ReplaceLineEndings("\n").Split('\n').Select(line => line.StartsWith('\\') ? "" : line));

    private async Task<string> ShareFolderAsync()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(await sandbox.CreateDatabaseAsync());
        await connection.OpenAsync();
        return connection;
    }
}
