using System.Text.RegularExpressions;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using Xunit.Abstractions;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>
/// Every script of the server's extension folder, sent by psql and, cut by our splitter, piece by piece through a session: the same
/// database, or the same failure at the same statement and the same database up to there.
/// </summary>
[Collection(SandboxCollection.Name)]
public sealed partial class ExtensionScriptTests(SandboxFixture sandbox, ITestOutputHelper output)
{
    /// <summary>Fewer that run alone would prove little; a PostgreSQL with its contrib modules has about seventy.</summary>
    private const int LeastThatSucceed = 20;

    [RealInputFact("psql", "pg_dump")]
    public async Task Its_pieces_do_what_psql_does_with_the_file()
    {
        Side[] sides = await CreateAsync();
        int succeeded = 0;
        int statements = 0;
        var different = new List<string>();
        string[] files = await FindScriptsAsync(sides[0]);
        string clean = await CensusAsync(sides[0]);
        foreach (string file in files)
        {
            string script = Prepare(file);
            Outcome outcome = await RunBothAsync(sides, script);
            if (outcome.Difference is not null)
            {
                // Once in a hundred runs pg_dump orders one of the two otherwise; what differs for our sake does so again.
                sides = await CreateAsync();
                outcome = await RunBothAsync(sides, script);
            }

            succeeded += outcome.Ours is null ? 1 : 0;
            statements += outcome.Sent;
            if (outcome.Difference is { } difference)
            {
                different.Add($"{Path.GetFileName(file)}: {difference}");
            }

            if (outcome is { Ours: not null, Sent: 1, Difference: null })
            {
                continue; // Its first statement failed on both sides, which leaves nothing to clear.
            }

            await CleanAsync(sides);
            foreach (Side side in sides)
            {
                if (await CensusAsync(side) != clean)
                {
                    // A script that writes into pg_catalog leaves more behind than a schema.
                    sides = await CreateAsync();
                    break;
                }
            }
        }

        output.WriteLine($"{files.Length} scripts, {succeeded} run alone, {statements} statements sent");
        Assert.True(different.Count == 0, string.Join(Environment.NewLine, different));
        Assert.True(succeeded >= LeastThatSucceed, $"Only {succeeded} of {files.Length} scripts run alone; are the contrib modules installed?");
    }

    private static async Task<Outcome> RunBothAsync(Side[] sides, string script)
    {
        Task<PsqlError?> byPsql = sides[0].Programs.RunScriptAsync(script);
        (PsqlError? ours, int sent) = await SendPiecesAsync(sides[1], script);
        PsqlError? theirs = await byPsql;
        if (ours is not null && sent == 1 && ours == theirs)
        {
            return new Outcome(ours, sent, null);
        }

        string[] dumps = await Task.WhenAll(sides.Select(side => side.Programs.DumpSchemaAsync()));
        string? other = dumps[0].Split('\n').Zip(dumps[1].Split('\n')).Where(pair => pair.First != pair.Second)
            .Select(pair => $"psql's database has '{pair.First}' where ours has '{pair.Second}'").FirstOrDefault();
        return new Outcome(ours, sent, ours != theirs || dumps[0] != dumps[1]
            ? $"psql {theirs?.ToString() ?? "succeeded"}, we {ours?.ToString() ?? "succeeded"}; {other ?? "the dumps begin alike"}"
            : null);
    }

    private sealed record Outcome(PsqlError? Ours, int Sent, string? Difference);

    /// <summary>The database under one way of sending.</summary>
    private sealed class Side(string connectionString)
    {
        public ClientPrograms Programs { get; } = new(connectionString);

        public ISqlSessionFactory Factory { get; } =
            DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString });
    }

    private static async Task<string[]> FindScriptsAsync(Side side)
    {
        await using ISqlSession session = await side.Factory.OpenAsync();
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")));
        return [.. Directory.GetFiles(Path.Combine(results[0][0].GetString(0)!, "extension"), "*.sql").Order(StringComparer.Ordinal)];
    }

    /// <summary>What CREATE EXTENSION does to a script; its one psql command, which stops psql, is blanked for both.</summary>
    private static string Prepare(string file)
    {
        string extension = Path.GetFileName(file).Split("--")[0];
        return EchoLine().Replace(File.ReadAllText(file), "")
            .Replace("MODULE_PATHNAME", "$libdir/" + extension, StringComparison.Ordinal)
            .Replace("@extschema@", "public", StringComparison.Ordinal);
    }

    private static async Task<(PsqlError? Error, int Sent)> SendPiecesAsync(Side side, string script)
    {
        var source = SourceText.FromString(script);
        await using ISqlSession session = await side.Factory.OpenAsync();
        int sent = 0;
        foreach (SqlStatement statement in StatementSplitter.Split(source))
        {
            try
            {
                sent++;
                await session.ExecuteAsync(new SqlBatch(new SqlCommand(statement.Text) { CopyData = statement.CopyData?.Text }));
            }
            catch (SqlFailureException error)
            {
                // psql tells the line on which it met the semicolon.
                int semicolon = script.IndexOf(';', statement.End);
                return (new PsqlError(source.GetPosition(semicolon < 0 ? script.Length : semicolon).Line, error.Failure.SqlState ?? error.Message), sent);
            }
        }

        return (null, sent);
    }

    /// <summary>Two databases whose schema public is made in the same way as by <see cref="CleanAsync"/>.</summary>
    private async Task<Side[]> CreateAsync()
    {
        Side[] sides = [new Side(await sandbox.CreateDatabaseAsync()), new Side(await sandbox.CreateDatabaseAsync())];
        await CleanAsync(sides);
        return sides;
    }

    /// <summary>Nearly everything that a script makes depends on something in the schema public: casts, access methods, wrappers.</summary>
    private static async Task CleanAsync(Side[] sides)
    {
        foreach (Side side in sides)
        {
            await using ISqlSession session = await side.Factory.OpenAsync();
            await session.ExecuteAsync(new SqlBatch(new SqlCommand("DROP SCHEMA public CASCADE"), new SqlCommand("CREATE SCHEMA public")));
        }
    }

    /// <summary>What is in a database, counted; much quicker than a dump.</summary>
    private static async Task<string> CensusAsync(Side side)
    {
        string[] catalogs =
        [
            "pg_proc", "pg_proc WHERE proacl IS NOT NULL", "pg_class", "pg_class WHERE relacl IS NOT NULL", "pg_type", "pg_cast", "pg_operator",
            "pg_opclass", "pg_opfamily", "pg_am", "pg_amop", "pg_amproc", "pg_language", "pg_foreign_data_wrapper", "pg_ts_template", "pg_ts_dict",
            "pg_event_trigger", "pg_namespace", "pg_conversion", "pg_aggregate",
        ];
        await using ISqlSession session = await side.Factory.OpenAsync();
        string counts = string.Join(", ", catalogs.Select(catalog => $"(SELECT count(*) FROM {catalog})"));
        return (await session.QueryAsync(new SqlBatch(new SqlCommand($"SELECT concat_ws(' ', {counts})"))))[0][0].GetString(0)!;
    }

    [GeneratedRegex(@"^\\echo .*\\quit\r?$", RegexOptions.Multiline)]
    private static partial Regex EchoLine();
}
