using Npgsql;
using PgMigrate.Drivers.Postgres;

namespace PgMigrate.Drivers.Tests.Postgres;

public sealed class ConnectionStringReaderTests
{
    [Theory]
    [InlineData("postgres://me:p%40ss@db.example:6000/shop?sslmode=verify-full")]
    [InlineData("host=db.example port=6000 dbname=shop user=me password='p@ss' sslmode=verify-full")]
    [InlineData("Host=db.example;Port=6000;Database=shop;Username=me;Password=p@ss;SSL Mode=VerifyFull")]
    public void Reads_all_three_forms(string text)
    {
        NpgsqlConnectionStringBuilder settings = ConnectionStringReader.Read(text);
        Assert.Equal(("db.example", 6000, "shop", "me", "p@ss", SslMode.VerifyFull),
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password, settings.SslMode));
    }

    [Theory]
    [InlineData("postgres://me:hush@h/d?nope=1")]
    [InlineData("host=h password=hush port=x")]
    [InlineData("host=h password='hush")]
    [InlineData("Host=h;Password=hush;Nope=1")]
    [InlineData("postgres://me:hush%zz@h/d")]
    public void Refuses_without_quoting_secrets(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => ConnectionStringReader.Read(text));
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }
}
