using Npgsql;
using PgMigrate.Drivers.Postgres;

namespace PgMigrate.Drivers.Tests.Postgres;

public sealed class ConnectionSettingsTests
{
    [Theory]
    [InlineData("Host=h;Username=u;Database=d", GssEncryptionMode.Disable)]
    [InlineData("Host=h;Username=u;Database=d;GSS Encryption Mode=Prefer", GssEncryptionMode.Prefer)]
    [InlineData("postgres://u@h/d", GssEncryptionMode.Disable)]
    [InlineData("postgres://u@h/d?gssencmode=require", GssEncryptionMode.Require)]
    [InlineData("host=h user=u dbname=d gssencmode=prefer", GssEncryptionMode.Prefer)]
    public void Gss_encryption_is_off_unless_asked_for(string connectionString, GssEncryptionMode mode) =>
        Assert.Equal(mode, ConnectionSettings.Build(new PostgresConnectionOptions { ConnectionString = connectionString }).Settings.GssEncryptionMode);
}
