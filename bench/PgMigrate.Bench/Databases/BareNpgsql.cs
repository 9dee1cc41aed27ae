using Npgsql;

namespace PgMigrate.Bench.Databases;

/// <summary>
/// The least that a migration loop over Npgsql does, as one would write it in an afternoon: cut at <c>;</c> before a line end,
/// send batches in a transaction, add a history row. No checksums, no lock, no order, no literals or bodies understood.
/// </summary>
internal static class BareNpgsql
{
    public const string CreateHistory = "CREATE TABLE history (id int GENERATED ALWAYS AS IDENTITY, file text NOT NULL, applied_at timestamptz DEFAULT now())";

    /// <summary>Applies files in order, each in a transaction of its own.</summary>
    /// <param name="database">The database, which has the history table.</param>
    /// <param name="files">Full paths.</param>
    /// <param name="batchSize">Statements that go out together.</param>
    public static async Task ApplyAsync(NpgsqlConnectionStringBuilder database, IEnumerable<string> files, int batchSize)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        foreach (string file in files)
        {
            string text = await File.ReadAllTextAsync(file);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
            foreach (string[] piece in text.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Chunk(batchSize))
            {
                await using var batch = new NpgsqlBatch(connection, transaction);
                foreach (string statement in piece)
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
                }

                await batch.ExecuteNonQueryAsync();
            }

            await using var record = new NpgsqlCommand("INSERT INTO history (file) VALUES ($1)", connection, transaction);
            record.Parameters.Add(new NpgsqlParameter { Value = Path.GetFileName(file) });
            await record.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    /// <summary>Reads the names and checksums of a <c>migration_log</c>.</summary>
    public static async Task<int> ReadLogAsync(NpgsqlConnectionStringBuilder database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT description, checksum FROM migration_log ORDER BY id", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            applied[reader.GetString(0)] = reader.GetString(1);
        }

        return applied.Count;
    }
}
