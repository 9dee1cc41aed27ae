namespace PgMigrate.Engine.Planning;

/// <summary>What a statement is for a transaction of Aurora DSQL.</summary>
internal enum DsqlStatementKind
{
    /// <summary>Reads or changes rows: may share a transaction with others of its kind.</summary>
    Rows,

    /// <summary>Changes the catalog, or cannot run in a transaction block: must be alone.</summary>
    Definition,

    /// <summary>Changes the session: alone, and safe to repeat.</summary>
    Setting,
}
