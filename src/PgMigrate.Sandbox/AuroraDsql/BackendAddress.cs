namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>The simulator's database and the superuser's way into it.</summary>
internal sealed record BackendAddress(int Port, string UserName, string Password, string Database)
{
    /// <inheritdoc/>
    public override string ToString() => $"127.0.0.1:{Port}/{Database}";
}
