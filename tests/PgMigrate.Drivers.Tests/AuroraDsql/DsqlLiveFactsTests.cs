using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>The linter's questions are such as Aurora DSQL answers.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlLiveFactsTests(DsqlFixture fixture)
{
    [PostgresFact]
    public async Task Tables_columns_and_indexes_are_known()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using ISqlSession session = await DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()).OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("CREATE TABLE orders (id bigint PRIMARY KEY, note text)")));
        SourceText sql = SourceText.FromString("ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE nowhere ADD COLUMN a text;\nALTER TABLE orders ALTER COLUMN remark DROP NOT NULL;");

        SchemaFacts facts = await LiveFactsReader.ReadAsync(session, [sql], new RunOptions());
        LintReport report = Linter.Check(sql, new LintOptions { Target = SqlTarget.AuroraDsql, Rules = ["missing-object", "object-exists"], Schema = facts });

        Assert.Equal(["1 object-exists", "2 missing-object", "3 missing-object"], report.Diagnostics.Select(diagnostic => $"{diagnostic.Line} {diagnostic.RuleId}"));
    }
}
