namespace PgMigrate.Engine.Running;

/// <summary>Ways to let one run at a time work on a history.</summary>
public enum RunLockMode
{
    /// <summary>An advisory lock on PostgreSQL, a lease everywhere else and behind a connection pooler.</summary>
    Auto,

    /// <summary>
    /// A session's advisory lock. Only for PostgreSQL, reached directly or through a pooler that gives each client a server connection
    /// of its own for as long as it is connected.
    /// </summary>
    Advisory,

    /// <summary>A row in a table beside the history, renewed while the run goes on; holds through every pooler.</summary>
    Lease,
}
