namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>What a statement counts as in its transaction.</summary>
internal enum StatementClass
{
    /// <summary>Reads, or does nothing to data or catalog.</summary>
    Read,

    /// <summary>Changes rows.</summary>
    Dml,

    /// <summary>Changes the catalog; GRANT and REVOKE too.</summary>
    Ddl,

    /// <summary>Sets or shows a setting.</summary>
    Session,

    /// <summary>BEGIN.</summary>
    Begin,

    /// <summary>COMMIT.</summary>
    Commit,

    /// <summary>ROLLBACK.</summary>
    Rollback,
}
