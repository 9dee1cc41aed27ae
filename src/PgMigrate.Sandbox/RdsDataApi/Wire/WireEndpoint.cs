namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>A database on a server of this machine, and who logs in.</summary>
internal sealed record WireEndpoint(string Host, int Port, string User, string Password, string Database)
{
    /// <inheritdoc/>
    public override string ToString() => $"{User}@{Host}:{Port}/{Database}";
}
