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

    /// <summary>Lets updates of rows of the table t fail with a code. The sequence <c>refusals</c> counts the tries; it is not rolled back.</summary>
    public Task RefuseAsync(string condition, string code, int times) => ScalarAsync($"""
        CREATE SEQUENCE refusals;
        GRANT USAGE ON refusals TO PUBLIC;
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('public.refusals') <= {times} THEN
                RAISE EXCEPTION 'again' USING ERRCODE = '{code}';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.{condition}) EXECUTE FUNCTION refuse();
        """);

    public ValueTask DisposeAsync() => standIn?.DisposeAsync() ?? ValueTask.CompletedTask;
}
