using Npgsql;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>Runs cases of a proof on a server and says which claims are untrue.</summary>
internal sealed class ProofServer(string connectionString)
{
    /// <summary>Weakest first (manual, table 13.2).</summary>
    private static readonly string[] Modes =
    [
        "none", "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
    ];

    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "proof,public", Pooling = false }.ConnectionString;

    /// <summary>Makes the proof's tables anew.</summary>
    public async Task RebuildAsync(RuleProof proof)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await RunAsync(connection, "DROP SCHEMA IF EXISTS proof CASCADE");
        await RunAsync(connection, "CREATE SCHEMA proof");
        foreach (string statement in Split(RuleProof.CommonSetup).Concat(Split(proof.Setup)))
        {
            await RunAsync(connection, statement);
        }
    }

    public async Task CleanAsync(RuleProof proof)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        foreach (string statement in Split(proof.Clean))
        {
            await RunAsync(connection, statement);
        }
    }

    /// <summary>The claims that are not true; empty when all are.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(RuleProof proof, string[] claims, string sql)
    {
        string[] statements = Split(sql);
        bool raw = claims.Any(claim => claim.StartsWith("waits", StringComparison.Ordinal)) || HasTransactionControl(sql);
        var wrong = new List<string>();
        await using (NpgsqlConnection connection = await OpenAsync())
        {
            var notes = new HashSet<string>();
            connection.Notice += (_, notice) => notes.Add(notice.Notice.SqlState);
            Dictionary<string, string?> tables = await OidsAsync(connection, claims);
            if (!raw)
            {
                await RunAsync(connection, "BEGIN");
            }

            string? refused = null;
            Dictionary<string, Facts> before = [];
            Dictionary<string, Facts> after = [];
            string? waited = null;
            try
            {
                foreach (string statement in statements[..^1])
                {
                    await RunAsync(connection, statement);
                }

                before = await FactsAsync(connection, tables);
                if (claims.FirstOrDefault(claim => claim.StartsWith("waits", StringComparison.Ordinal)) is { } wait)
                {
                    waited = await WaitAsync(connection, statements[^1], tables[wait.Split(' ')[^1]]!, wait.Split(' ')[^1]);
                }
                else
                {
                    await RunAsync(connection, statements[^1]);
                }

                after = await FactsAsync(connection, tables);
            }
            catch (PostgresException error)
            {
                refused = error.SqlState;
            }

            bool refusal = claims.Any(claim => claim.StartsWith("refused", StringComparison.Ordinal));
            foreach (string claim in claims)
            {
                string[] words = claim.Split(' ');
                string? truth = refused is not null && !refusal ? $"refused {refused}" : words[0] switch
                {
                    "lock" => Equal(words[1], after[words[3]].Mode),
                    "waits" => Equal(words[1], waited),
                    "rewrites" => before[words[1]].Node != after[words[1]].Node ? null : "the file node is the same",
                    "keeps" => before[words[1]].Node == after[words[1]].Node ? null : "the file node is another",
                    "scans" => after[words[1]].Read > before[words[1]].Read ? null : "no row was read",
                    "skips" => after[words[1]].Read == before[words[1]].Read ? null : $"{after[words[1]].Read - before[words[1]].Read} rows were read",
                    "refused" => Equal(words[1], refused),
                    "notes" => notes.Contains(words[1]) ? null : $"noted {string.Join(',', notes)}",
                    "runs" or "vanishes" => null,
                    _ => "no claim of this kind",
                };
                if (truth is not null)
                {
                    wrong.Add($"{proof.Id}: '{claim}' is not true: {truth}\n{sql}");
                }
            }

            await RunAsync(connection, "ROLLBACK");
        }

        foreach (string claim in claims.Where(claim => claim.StartsWith("vanishes", StringComparison.Ordinal)))
        {
            await using NpgsqlConnection connection = await OpenAsync();
            if (await ScalarAsync(connection, $"SELECT to_regclass('{claim.Split(' ')[1]}')::text") is string there)
            {
                wrong.Add($"{proof.Id}: {there} is there");
            }
        }

        if (raw)
        {
            await RebuildAsync(proof);
        }

        return wrong;
    }

    /// <summary>The strongest lock on a relation that was there before, as the last statement leaves it in its transaction.</summary>
    public async Task<LockMode> StrongestAsync(string sql)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        string[] statements = Split(sql);
        await RunAsync(connection, "BEGIN");
        foreach (string statement in statements[..^1])
        {
            await RunAsync(connection, statement);
        }

        string known = (string)(await ScalarAsync(connection, "SELECT string_agg(c.oid::text, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname IN ('proof', 'public') AND relkind <> 'c'"))!;
        await RunAsync(connection, statements[^1]);
        int strongest = 0;
        await using (var command = new NpgsqlCommand($"SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND relation IN ({known})", connection))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                strongest = Math.Max(strongest, Array.IndexOf(Modes, reader.GetString(0)));
            }
        }

        await RunAsync(connection, "ROLLBACK");
        return ToLockMode(Modes[strongest]);
    }

    /// <summary>The lock that a statement that refuses transactions asks for on a table.</summary>
    public async Task<LockMode> AskedForAsync(string sql, string table)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        string oid = (string)(await ScalarAsync(connection, $"SELECT '{table}'::regclass::oid::text"))!;
        return ToLockMode(await WaitAsync(connection, Split(sql)[^1], oid, table));
    }

    private static LockMode ToLockMode(string mode) => mode switch
    {
        "ShareUpdateExclusiveLock" => LockMode.ShareUpdateExclusive,
        "ShareLock" => LockMode.Share,
        "ShareRowExclusiveLock" => LockMode.ShareRowExclusive,
        "ExclusiveLock" => LockMode.Exclusive,
        "AccessExclusiveLock" => LockMode.AccessExclusive,
        _ => LockMode.None,
    };

    private static string? Equal(string claimed, string? found) => claimed == found ? null : $"found {found ?? "nothing"}";

    private async Task<string> WaitAsync(NpgsqlConnection connection, string statement, string oid, string table)
    {
        await using NpgsqlConnection blocker = await OpenAsync();
        await RunAsync(blocker, "BEGIN");
        // It conflicts with itself and all that is stronger, not with what a command takes first to look its table up.
        await RunAsync(blocker, await ScalarAsync(blocker, $"SELECT relkind::text FROM pg_class WHERE oid = {oid}") is "m"
            ? $"ALTER MATERIALIZED VIEW {table} SET (autovacuum_enabled = true)" : $"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE");
        Task running = RunAsync(connection, statement);
        await using NpgsqlConnection watcher = await OpenAsync();
        string? mode = null;
        for (int tries = 0; mode is null && tries < 2_000 && !running.IsCompleted; tries++)
        {
            mode = (string?)await ScalarAsync(watcher, $"SELECT mode FROM pg_locks WHERE pid = {connection.ProcessID} AND relation = {oid} AND NOT granted");
            await Task.Delay(5);
        }

        await RunAsync(blocker, "ROLLBACK");
        await running;
        return mode ?? "none";
    }

    private static async Task<Dictionary<string, string?>> OidsAsync(NpgsqlConnection connection, string[] claims)
    {
        var oids = new Dictionary<string, string?>();
        foreach (string table in claims.Where(claim => claim.Split(' ')[0] is "lock" or "waits" or "rewrites" or "keeps" or "scans" or "skips").Select(claim => claim.Split(' ')[^1]).Distinct())
        {
            oids[table] = (string)(await ScalarAsync(connection, $"SELECT '{table}'::regclass::oid::text"))!;
        }

        return oids;
    }

    private static async Task<Dictionary<string, Facts>> FactsAsync(NpgsqlConnection connection, Dictionary<string, string?> tables)
    {
        var facts = new Dictionary<string, Facts>();
        foreach ((string table, string? oid) in tables)
        {
            int strongest = 0;
            await using (var command = new NpgsqlCommand($"SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = {oid} AND granted", connection))
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    strongest = Math.Max(strongest, Array.IndexOf(Modes, reader.GetString(0)));
                }
            }

            string? node = (string?)await ScalarAsync(connection, $"SELECT pg_relation_filenode({oid})::text");
            object? read = await ScalarAsync(connection, $"SELECT seq_tup_read FROM pg_stat_xact_all_tables WHERE relid = {oid}");
            facts[table] = new Facts(Modes[strongest], node, read as long? ?? 0);
        }

        return facts;
    }

    private static bool HasTransactionControl(string sql)
    {
        try
        {
            return StatementSplitter.Split(SourceText.FromString(sql)).Any(statement => StatementParser.Parse(statement) is TransactionStatement { Control: not TransactionControl.Savepoint });
        }
        catch (SqlSyntaxException)
        {
            return false;
        }
    }

    /// <summary>The statements; a text that cannot be cut goes to the server as it is.</summary>
    private static string[] Split(string sql)
    {
        try
        {
            return [.. StatementSplitter.Split(SourceText.FromString(sql)).Select(statement => statement.ToString())];
        }
        catch (SqlSyntaxException)
        {
            return [sql];
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    private sealed record Facts(string Mode, string? Node, long Read);
}
