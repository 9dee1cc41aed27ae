namespace PgMigrate.Engine.Running;

/// <summary>Opens sessions on one database.</summary>
public interface ISqlSessionFactory
{
    /// <summary>The kind of database.</summary>
    SqlTarget Target { get; }

    /// <summary>Host, port, database and user for people to read; never a secret.</summary>
    string Description { get; }

    /// <summary>Opens a session of its own, on a connection of its own.</summary>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default);
}
