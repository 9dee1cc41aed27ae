using PgMigrate.Drivers.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

public sealed class AsyncDefinitionTests
{
    [Theory]
    [InlineData("CREATE INDEX ASYNC i ON t (a)", "Index t i")]
    [InlineData("create /* x */ unique index async if not exists \"I x\" on only app.\"T t\" (a)", "Index app.\"T t\" I x")]
    [InlineData("CREATE INDEX ASYNC ON t (a)", "Index t ")]
    [InlineData("ALTER TABLE ASYNC t VALIDATE CONSTRAINT C", "Validation t c")]
    [InlineData("ALTER TABLE ASYNC IF EXISTS a.t VALIDATE CONSTRAINT \"C\"", "Validation a.t C")]
    [InlineData("CREATE INDEX i ON t (a)", null)]
    [InlineData("CREATE TABLE async (a int)", null)]
    [InlineData("ALTER TABLE async ADD COLUMN validate int", null)]
    [InlineData("SELECT 'CREATE INDEX ASYNC i ON t (a)'", null)]
    [InlineData("-- CREATE INDEX ASYNC i ON t (a)\nSELECT 1", null)]
    public void Knows_what_is_done_in_the_background(string sql, string? expected)
    {
        AsyncDefinition? definition = AsyncDefinition.Of(sql);

        Assert.Equal(expected, definition is null ? null : $"{definition.Kind} {definition.Table} {definition.Name}");
    }
}
