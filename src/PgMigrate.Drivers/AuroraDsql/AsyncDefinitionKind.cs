namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>What the service does in the background.</summary>
internal enum AsyncDefinitionKind
{
    /// <summary><c>CREATE INDEX ASYNC</c>.</summary>
    Index,

    /// <summary><c>ALTER TABLE ASYNC … VALIDATE CONSTRAINT</c>.</summary>
    Validation,
}
