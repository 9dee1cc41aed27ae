using Npgsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class LocalPostgresTests
{
    [PostgresFact]
    public async Task Starts_answers_and_leaves_nothing_behind()
    {
        string folder;
        int postmaster;
        await using (LocalPostgres server = await LocalPostgres.StartAsync())
        {
            folder = server.Folder;
            postmaster = Assert.NotNull(server.ProcessId);
            Assert.True(Directory.Exists(folder));
            Assert.True(OwnedProcess.IsAlive(postmaster));
            Assert.Equal("postgres|UTF8|C|127.0.0.1/32", await Sql.ScalarAsync(server.ConnectionString,
                "SELECT current_user || '|' || pg_encoding_to_char(encoding) || '|' || datcollate || '|' || inet_server_addr() FROM pg_database WHERE datname = current_database()"));
            Assert.Equal(server.Version.ToString(), (await Sql.ScalarAsync(server.ConnectionString, "SHOW server_version")).Split(' ')[0]);
        }

        Assert.False(Directory.Exists(folder));
        Assert.False(OwnedProcess.IsAlive(postmaster));
    }
}
