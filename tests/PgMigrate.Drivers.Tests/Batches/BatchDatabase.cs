using Npgsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Batches;

/// <summary>An empty database of one target, and the way past the stand-in to the PostgreSQL behind it.</summary>
public sealed class BatchDatabase(ISqlSessionFactory sessions, string connectionString, IAsyncDisposable? standIn = null) : IAsyncDisposable
{
    public ISqlSessionFactory Sessions => sessions;

    public async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => standIn?.DisposeAsync() ?? ValueTask.CompletedTask;
}
