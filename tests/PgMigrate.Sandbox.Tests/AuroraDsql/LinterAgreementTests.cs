using Npgsql;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>
/// The linter and the simulator were written apart from the same facts. Every statement of every rule's scripts goes through both: what the
/// one calls an error on Aurora DSQL the other must refuse, and what is clean must not be refused.
/// </summary>
[Collection(DsqlCollection.Name)]
public sealed class LinterAgreementTests(DsqlFixture fixture)
{
    private static readonly string[] Setup =
    [
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text, name text, status text, total int, paid_at timestamptz, number text, kind text, team_id bigint, code text)",
        "CREATE TABLE setting (name text PRIMARY KEY, value text)",
    ];

    [PostgresFact]
    public async Task They_agree_on_every_statement_of_every_rules_scripts()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection owner = await DsqlClient.OpenAsync(simulator);
        foreach (string sql in Setup)
        {
            await owner.RunFreshAsync(sql);
        }

        int judged = 0;
        var disagreements = new List<string>();
        foreach (string file in Repository.Files("tests/PgMigrate.Engine.Tests/Fixtures/rules", "*.sql"))
        {
            // A session for each: what a file sets must not reach another.
            await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
            foreach ((string sql, string? rule) in Statements(file))
            {
                judged++;
                string? refusal = await RefusalOfAsync(connection, sql);
                string first = sql.Split('\n')[0].Trim();
                if ((rule is null) != (refusal is null))
                {
                    disagreements.Add($"{file}: {first}\n    linter: {rule ?? "clean"}; simulator: {refusal ?? "takes it"}");
                }
            }

            await ClearAsync(owner);
        }

        Assert.True(judged > 250, $"only {judged} statements were judged");
        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
    }

    /// <summary>
    /// What the simulator refuses and the linter leaves alone, on purpose: nobody has seen the service refuse it, or no text tells. The list
    /// stands in docs/aws-fidelity-dsql.md, too.
    /// </summary>
    private static readonly string[] LeftAlone =
    [
        "ALTER INDEX t_pkey RENAME TO x",
        "COMMENT ON COLUMN t.n IS 'x'",
        "SHOW lc_collate",
        "CREATE INDEX ASYNC i ON absent (j)",
        "CREATE INDEX ASYNC i ON t (absent)",
        "CALL sys.wait_for_job('x')",
        "SELEC 1",
    ];

    [Fact]
    public void The_linter_finds_what_the_simulator_refuses_and_nothing_in_what_it_takes()
    {
        string[] silent = [.. RefusalTests.Refused.Select(refused => refused.Sql).Where(sql => ErrorsOf(sql).Length == 0)];
        Assert.Equal(LeftAlone.Order(StringComparer.Ordinal), silent.Order(StringComparer.Ordinal));
        Assert.All(RefusalTests.Accepted, sql => Assert.Empty(ErrorsOf(sql)));
    }

    /// <summary>The errors at a statement that comes after the tables it speaks of; how the statements share a transaction does not count.</summary>
    private static string[] ErrorsOf(string sql)
    {
        string before = string.Concat(RefusalTests.Setup.Select(statement => statement + ";\n"));
        return [.. Linter.Check(SourceText.FromString(before + sql), new LintOptions { Target = SqlTarget.AuroraDsql }).Diagnostics
            .Where(diagnostic => diagnostic.Severity == LintSeverity.Error && diagnostic.Position.Offset >= before.Length && diagnostic.RuleId != "dsql-transaction-shape")
            .Select(diagnostic => diagnostic.ToString())];
    }

    /// <summary>The statements of a file's up part with the rule of Aurora DSQL that calls each an error, or null. Transactions are left out: they span statements.</summary>
    private static IEnumerable<(string Sql, string? Rule)> Statements(string file)
    {
        SourceText text = SourceText.Read(Repository.At(file.Split('/')));
        var errors = Linter.Check(text, new LintOptions { Target = SqlTarget.AuroraDsql }).Diagnostics
            .Where(diagnostic => diagnostic.Severity == LintSeverity.Error && diagnostic.RuleId.StartsWith("dsql-", StringComparison.Ordinal)
                && diagnostic.RuleId != "dsql-transaction-shape" && diagnostic.StatementIndex is not null)
            .ToLookup(diagnostic => diagnostic.Position.Offset);
        SqlStatement[] statements;
        try
        {
            statements = [.. StatementSplitter.Split(text)];
        }
        catch (SqlSyntaxException)
        {
            yield break;
        }

        foreach (SqlStatement statement in statements)
        {
            // The undo part is another script; variables are no SQL yet.
            bool isUndo = text.Span[..statement.Start].Contains("-- @undo", StringComparison.Ordinal);
            if (isUndo || StatementParser.Parse(statement) is TransactionStatement || statement.CopyData is not null || statement.Text.Span.Contains(":'", StringComparison.Ordinal))
            {
                continue;
            }

            string? rule = errors.Where(group => group.Key >= statement.Start && group.Key <= statement.End).SelectMany(group => group).FirstOrDefault()?.RuleId;
            yield return (statement.ToString(), rule);
        }
    }

    /// <summary>What one file made must not stand in the way of another's.</summary>
    private static async Task ClearAsync(NpgsqlConnection connection)
    {
        const string Made = "SELECT string_agg(format('%I.%I', schemaname, tablename), ',') FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('orders', 'setting')";
        string tables = await connection.RunFreshAsync(Made) as string ?? "";
        foreach (string table in tables.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            await connection.RunFreshAsync($"DROP TABLE IF EXISTS {table} CASCADE");
        }
    }

    /// <summary>The service's refusal of a statement; null when it is taken, or fails for what is not there.</summary>
    private static async Task<string?> RefusalOfAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            await connection.RunFreshAsync(sql);
            return null;
        }
        catch (PostgresException error)
        {
            bool refused = error.SqlState is "0A000" or "54000" or "54011" || error.MessageText.Contains("serial", StringComparison.Ordinal)
                || error.MessageText.Contains("advisory", StringComparison.Ordinal) || error.MessageText.Contains("is a procedure", StringComparison.Ordinal);
            return refused ? $"{error.SqlState} {error.MessageText}" : null;
        }
    }
}
