namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>What can be made to go wrong in a <see cref="DsqlSimulator"/>.</summary>
public enum DsqlFaultKind
{
    /// <summary>The transaction of a statement fails at its end with 40001, <c>OC000</c>.</summary>
    Conflict,

    /// <summary>A statement fails with 40001, <c>OC001</c>, as if another transaction had changed the catalog.</summary>
    SchemaConflict,

    /// <summary>The connection is cut before a statement reaches the server.</summary>
    CutBefore,

    /// <summary>The server carries a statement out, and the connection is cut before the answer.</summary>
    CutAfter,

    /// <summary>A log-in is refused: access denied.</summary>
    AccessDenied,

    /// <summary>A log-in is refused: access denied, signature expired.</summary>
    SignatureExpired,

    /// <summary>A log-in is refused: the cluster is waking up.</summary>
    WakingUp,

    /// <summary>A log-in is refused with 53300: too many connections.</summary>
    TooManyConnections,

    /// <summary>A log-in is refused with 53400: too many in a short time.</summary>
    RateExceeded,

    /// <summary>A background job fails.</summary>
    JobFailure,
}
