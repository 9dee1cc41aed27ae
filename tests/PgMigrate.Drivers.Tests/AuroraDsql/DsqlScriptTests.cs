using PgMigrate.Drivers.Tests.NodePgMigrate;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Migrations in JavaScript on Aurora DSQL, where their own tool cannot go.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlScriptTests(DsqlFixture fixture) : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task They_apply_one_statement_at_a_time_and_may_ask()
    {
        _folder.Write("1_tables.js", """
            exports.shorthands = { key: { type: 'uuid', primaryKey: true, default: { literal: true, value: 'gen_random_uuid()' } } };
            exports.up = (pgm) => {
              pgm.createTable('orders', { id: 'key', net: { type: 'int', notNull: true } });
              pgm.createTable('lines', { id: 'key', order_id: 'uuid' });
            };
            """)
            .Write("2_data.mjs", "export const up = (pgm) => pgm.sql('INSERT INTO orders (net) VALUES (1), (2), (3)');\nexport const down = false;")
            .Write("3_ask.js", "exports.up = async (pgm) => {\n  const [{ n }] = await pgm.db.select('SELECT count(*) AS n FROM orders WHERE net > $1', [1]);\n  pgm.createTable(`counted_${n}`, { id: 'key' });\n};");
        await using DsqlSimulator simulator = await fixture.StartAsync();
        ISqlSessionFactory sessions = DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions());
        MigrationSet set = await _folder.ReadAsync();
        var options = new RunOptions { ScriptHost = DriverFactory.CreateNodeScriptHost(_folder.Options) };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        RunResult run = await new MigrationRunner(sessions, new RecordingObserver(), TimeProvider.System).RunAsync(set, options, limit.Token);

        Assert.True(run.Plan.CanRun, string.Join('\n', run.Plan.Problems));
        Assert.All(run.Results, result => Assert.True(result.Status == MigrationResultStatus.Applied, result.Failure?.ToString()));
        Assert.Equal([2, 1, 1], run.Results.Select(result => result.StatementsApplied));
        await using ISqlSession session = await sessions.OpenAsync(limit.Token);
        var rows = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT count(*)::int FROM counted_2")), limit.Token);
        Assert.Equal(0, rows[0][0].GetInt64(0));
    }
}
