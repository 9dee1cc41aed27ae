using System.Globalization;
using Npgsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Bench.Databases;

/// <summary>A sandbox server that gives every run an empty database of its own.</summary>
internal sealed class BenchServer(LocalPostgres server) : IAsyncDisposable
{
    private int _databases;
    private string? _current;

    /// <summary>The server's version.</summary>
    public Version Version => server.Version;

    /// <summary>Folder of the server's programs.</summary>
    public string BinFolder => server.Binaries.BinFolder;

    /// <summary>The database made last.</summary>
    public NpgsqlConnectionStringBuilder Current => new(_current) { Pooling = false, CommandTimeout = 0 };

    /// <summary>
    /// Drops the last database and makes a new one. What the drop and the creation left to write is written at once, so that no
    /// contender pays for its predecessor.
    /// </summary>
    public async Task RenewAsync(string? setUp = null)
    {
        if (_current is not null)
        {
            await ExecuteAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString), $"DROP DATABASE {Current.Database} WITH (FORCE)");
        }

        _current = await server.CreateDatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"bench{++_databases}"));
        if (setUp is not null)
        {
            await ExecuteAsync(Current, setUp);
        }

        await ExecuteAsync(Current, "CHECKPOINT");
    }

    /// <summary>Throws unless the query gives the number.</summary>
    public async Task ExpectAsync(string query, long expected)
    {
        await using var connection = new NpgsqlConnection(Current.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        long found = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        if (found != expected)
        {
            throw new InvalidOperationException($"The run did not do its work: '{query}' gives {found}, not {expected}.");
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder settings, string sql)
    {
        settings.Pooling = false;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
