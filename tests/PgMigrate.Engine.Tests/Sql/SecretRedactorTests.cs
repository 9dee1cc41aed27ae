using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("CREATE ROLE a LOGIN PASSWORD 'hush'")]
    [InlineData("ALTER USER a ENCRYPTED PASSWORD E'hush'")]
    [InlineData("CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password 'hush')")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'host=h password=hush' PUBLICATION p")]
    [InlineData("SELECT dblink_connect('host=h password=hush')")]
    [InlineData("DO $$ BEGIN EXECUTE 'x'; ALTER ROLE a PASSWORD 'hush'; END $$")]
    [InlineData("ALTER ROLE a PASSWORD 'hush")]
    [InlineData("SELECT 'postgres://a:hush@h/d'")]
    public void Leaves_no_secret(string sql) => Assert.DoesNotContain("hush", SecretRedactor.Redact(sql), StringComparison.Ordinal);

    [Fact]
    public void Leaves_other_text_as_it_is()
    {
        const string Sql = "INSERT INTO t VALUES ('wrong password', 'connection')";
        Assert.Equal(Sql, SecretRedactor.Redact(Sql));
    }
}
