using Npgsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class DatabaseCreatorTests
{
    [Fact]
    public void Only_the_callers_token_limits_how_long_a_database_takes()
    {
        var own = new NpgsqlConnectionStringBuilder(DatabaseCreator.OwnConnection(DatabaseCreator.ConnectionString("127.0.0.1", 5432, "postgres", "p", "d")));

        Assert.Equal((0, 0, false), (own.Timeout, own.CommandTimeout, own.Pooling));
        Assert.Equal(("127.0.0.1", 5432, "postgres", "p", "d"), (own.Host, own.Port, own.Username, own.Password, own.Database));
    }
}
