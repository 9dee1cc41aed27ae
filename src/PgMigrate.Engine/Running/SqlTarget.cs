namespace PgMigrate.Engine.Running;

/// <summary>The kinds of database a migration can run on.</summary>
public enum SqlTarget
{
    /// <summary>PostgreSQL over its own protocol.</summary>
    PostgreSql,

    /// <summary>Aurora PostgreSQL through the RDS Data API.</summary>
    RdsDataApi,

    /// <summary>Aurora DSQL.</summary>
    AuroraDsql,
}
