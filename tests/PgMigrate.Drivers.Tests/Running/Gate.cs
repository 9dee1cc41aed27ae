using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>
/// A table that a statement stops at until the test lets it pass. A sleep ends by itself, on a machine that stands still for a while before the
/// test has done what it wants to do meanwhile.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    /// <summary>The statement that stops.</summary>
    public const string Pass = "SELECT count(*) FROM gate;";

    private readonly MigrationDatabase _database;
    private readonly ISqlSession _session;

    private Gate(MigrationDatabase database, ISqlSession session)
    {
        _database = database;
        _session = session;
    }

    public static async Task<Gate> CloseAsync(MigrationDatabase database)
    {
        await database.ExecuteAsync("CREATE TABLE gate ()");
        ISqlSession session = await database.Factory.OpenAsync();
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("LOCK TABLE gate")) { Begin = true });
        return new Gate(database, session);
    }

    /// <summary>Waits until a statement stands at the gate.</summary>
    public Task WaitAsync(Task running) => _database.WaitForAsync("EXISTS (SELECT FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted)", running);

    public Task OpenAsync() => _session.RollbackAsync();

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
