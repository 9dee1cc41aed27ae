using System.Globalization;
using Npgsql;

namespace PgMigrate.Sandbox.Tests.Postgres;

internal static class Sql
{
    public static async Task<string> ScalarAsync(string connectionString, string sql)
    {
        string unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }
}
