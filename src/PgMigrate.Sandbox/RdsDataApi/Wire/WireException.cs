namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>The server refused a connection.</summary>
internal sealed class WireException(WireError error) : Exception(error.Message)
{
    public WireError Error { get; } = error;
}
