namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Counts committed changes of the catalog, so that a session can tell whether it knows the newest.</summary>
internal sealed class SchemaClock
{
    private long _version;

    /// <summary>The newest version.</summary>
    public long Now => Interlocked.Read(ref _version);

    /// <summary>A change was committed; gives its version.</summary>
    public long Advance() => Interlocked.Increment(ref _version);
}
