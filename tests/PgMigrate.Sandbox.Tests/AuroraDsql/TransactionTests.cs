using Npgsql;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>One definition a transaction, row limits, optimistic concurrency.</summary>
[Collection(DsqlCollection.Name)]
public sealed class TransactionTests(DsqlFixture fixture)
{
    private const string TwoDefinitions = "0A000 multiple ddl statements not supported in a transaction";
    private const string Mixed = "0A000 ddl and dml are not supported in the same transaction";
    private const string Stale = "40001 schema has been updated by another transaction, please retry: (OC001)";
    private const string Conflict = "40001 change conflicts with another transaction (OC000)";

    [PostgresFact]
    public async Task One_message_is_one_transaction_and_has_one_definition()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);

        Assert.Equal(["CREATE TABLE", TwoDefinitions, "I"], await client.QueryAsync("CREATE TABLE a (id int); CREATE TABLE b (id int)"));
        Assert.Equal(["CREATE TABLE", Mixed, "I"], await client.QueryAsync("CREATE TABLE a (id int); INSERT INTO a VALUES (1)"));
        Assert.Equal(["CREATE TABLE", "I"], await client.QueryAsync("CREATE TABLE a (id int)"));
        Assert.Equal(["INSERT 0 1", Mixed, "I"], await client.QueryAsync("INSERT INTO a VALUES (1); GRANT SELECT ON a TO PUBLIC"));
        Assert.Equal(["INSERT 0 1", "INSERT 0 1", "I"], await client.QueryAsync("INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)"));
        Assert.Equal(["BEGIN", "SELECT 1", "COMMIT", "I"], await client.QueryAsync("BEGIN; CREATE INDEX ASYNC i ON a (id); COMMIT"));
    }

    [PostgresFact]
    public async Task An_error_in_a_block_hides_itself_behind_25P02_and_COMMIT_rolls_back()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);

        Assert.Equal(["BEGIN", "T"], await client.QueryAsync("BEGIN"));
        Assert.Equal(["CREATE TABLE", "T"], await client.QueryAsync("CREATE TABLE a (id int)"));
        Assert.Equal([TwoDefinitions, "E"], await client.QueryAsync("CREATE TABLE b (id int)"));
        Assert.StartsWith("25P02", (await client.QueryAsync("SELECT 1"))[0], StringComparison.Ordinal);
        Assert.StartsWith("25P02", (await client.QueryAsync("TRUNCATE a"))[0], StringComparison.Ordinal);
        Assert.Equal(["ROLLBACK", "I"], await client.QueryAsync("COMMIT"));
        Assert.Equal(["CREATE TABLE", "I"], await client.QueryAsync("CREATE TABLE a (id int)"));
    }

    [PostgresFact]
    public async Task A_refusal_outside_a_block_leaves_the_session_as_it_was()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);

        Assert.Equal("0A000", (await connection.FailAsync("TRUNCATE a")).SqlState);
        Assert.Equal(1, await connection.RunAsync("SELECT 1"));
    }

    [PostgresFact]
    public async Task The_extended_protocol_has_the_same_rule_up_to_Sync()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("CREATE TABLE a (id int)"), new("CREATE TABLE b (id int)") } };

        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => batch.ExecuteNonQueryAsync());
        Assert.Equal(TwoDefinitions, $"{error.SqlState} {error.MessageText}");
        Assert.Equal("42P01", (await connection.FailAsync("SELECT * FROM a")).SqlState);
    }

    [PostgresFact]
    public async Task A_transaction_changes_3000_rows_and_no_more()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);
        await client.QueryAsync("CREATE TABLE a (id int PRIMARY KEY)");
        await client.QueryAsync("CREATE TABLE b (id int REFERENCES a (id) ON DELETE CASCADE)");

        Assert.Equal(["54000 transaction row limit exceeded", "I"], await client.QueryAsync("INSERT INTO a SELECT generate_series(1, 3001)"));
        Assert.Equal(["INSERT 0 3000", "I"], await client.QueryAsync("INSERT INTO a SELECT generate_series(1, 3000)"));
        await client.QueryAsync("BEGIN");
        Assert.Equal(["UPDATE 2999", "T"], await client.QueryAsync("UPDATE a SET id = id WHERE id < 3000"));
        Assert.Equal(["INSERT 0 1", "T"], await client.QueryAsync("INSERT INTO b VALUES (3000)"));
        Assert.Equal(["54000 transaction row limit exceeded", "E"], await client.QueryAsync("DELETE FROM b"));
        await client.QueryAsync("ROLLBACK");
        await client.QueryAsync("INSERT INTO b SELECT generate_series(1, 1501)");
        Assert.Equal(["54000 transaction row limit exceeded", "I"], await client.QueryAsync("DELETE FROM a WHERE id <= 1501"));
        Assert.Equal(["DELETE 1499", "I"], await client.QueryAsync("DELETE FROM a WHERE id > 1501"));
    }

    [PostgresFact]
    public async Task A_transaction_changes_10_MiB_and_no_more()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);
        await client.QueryAsync("CREATE TABLE a (v text)");

        Assert.Equal(
            ["54000 transaction size limit 10mb exceeded", "I"],
            await client.QueryAsync("INSERT INTO a SELECT string_agg(md5(i::text), '') || g FROM generate_series(1, 2000) i, generate_series(1, 200) g GROUP BY g"));
    }

    [PostgresFact]
    public async Task A_transaction_ends_with_its_age()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync(new DsqlSimulatorOptions { MaxTransactionAge = TimeSpan.Zero });
        await using RawClient client = await RawClient.OpenAsync(simulator);
        await client.QueryAsync("BEGIN");
        await Task.Delay(5);

        Assert.Equal(["54000 transaction age limit of 0s exceeded", "E"], await client.QueryAsync("SELECT 1"));
    }

    [PostgresFact]
    public async Task A_change_of_the_catalog_fails_the_next_statement_of_every_other_session_once()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient one = await RawClient.OpenAsync(simulator);
        await using RawClient two = await RawClient.OpenAsync(simulator);
        await two.QueryAsync("BEGIN");
        Assert.Equal(["SELECT 1", "T"], await two.QueryAsync("SELECT 1"));
        Assert.Equal(["CREATE TABLE", "I"], await one.QueryAsync("CREATE TABLE a (id int)"));

        Assert.Equal([Stale, "I"], await two.QueryAsync("COMMIT"));
        Assert.Equal(["SELECT 0", "I"], await two.QueryAsync("SELECT * FROM a"));
        Assert.Equal(["GRANT", "I"], await one.QueryAsync("GRANT SELECT ON a TO PUBLIC"));
        Assert.Equal([Stale, "I"], await two.QueryAsync("SELECT * FROM a"));
        Assert.Equal(["SELECT 0", "I"], await one.QueryAsync("SELECT * FROM a"));
        Assert.Equal(["BEGIN", "CREATE TABLE", "ROLLBACK", "I"], await one.QueryAsync("BEGIN; CREATE TABLE b (id int); ROLLBACK"));
        Assert.Equal(["SELECT 0", "I"], await two.QueryAsync("SELECT * FROM a"));
    }

    [PostgresFact]
    public async Task A_real_conflict_of_rows_is_OC000()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient one = await RawClient.OpenAsync(simulator);
        await one.QueryAsync("CREATE TABLE a (id int PRIMARY KEY, n int)");
        await one.QueryAsync("INSERT INTO a VALUES (1, 1)");
        await using RawClient two = await RawClient.OpenAsync(simulator);
        await two.QueryAsync("BEGIN; SELECT * FROM a");
        Assert.Equal(["UPDATE 1", "I"], await one.QueryAsync("UPDATE a SET n = 2"));

        Assert.Equal([Conflict, "E"], await two.QueryAsync("UPDATE a SET n = 3"));
    }

    [PostgresFact]
    public async Task A_conflict_that_was_asked_for_comes_at_the_commit_and_ends_the_transaction()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);
        await client.QueryAsync("CREATE TABLE a (id int)");
        simulator.Faults.Add(DsqlFaultKind.Conflict, count: 2, when: sql => sql.StartsWith("INSERT", StringComparison.Ordinal));

        Assert.Equal([Conflict, "I"], await client.QueryAsync("INSERT INTO a VALUES (1)"));
        Assert.Equal(["BEGIN", "T"], await client.QueryAsync("BEGIN"));
        Assert.Equal(["INSERT 0 1", "T"], await client.QueryAsync("INSERT INTO a VALUES (1)"));
        Assert.Equal([Conflict, "I"], await client.QueryAsync("COMMIT"));
        Assert.Equal(["INSERT 0 1", "I"], await client.QueryAsync("INSERT INTO a VALUES (1)"));
        Assert.Equal(["SELECT 1", "I"], await client.QueryAsync("SELECT * FROM a"));
    }

    [PostgresTheory]
    [InlineData(DsqlFaultKind.CutBefore, 0)]
    [InlineData(DsqlFaultKind.CutAfter, 1)]
    public async Task A_cut_connection_leaves_the_statement_undone_or_done(DsqlFaultKind kind, long rows)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);
        await client.QueryAsync("CREATE TABLE a (id int)");
        simulator.Faults.Add(kind);

        List<string> answers = await client.QueryAsync("INSERT INTO a VALUES (1)");

        Assert.Equal(["closed"], answers);
        await using NpgsqlConnection other = await DsqlClient.OpenAsync(simulator);
        Assert.Equal(rows, await other.RunAsync("SELECT count(*) FROM a"));
    }
}
