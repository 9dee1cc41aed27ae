namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The operations of the service.</summary>
public enum RdsDataApiOperation
{
    /// <summary>One statement.</summary>
    ExecuteStatement,

    /// <summary>One statement over many sets of values.</summary>
    BatchExecuteStatement,

    /// <summary>The start of a transaction.</summary>
    BeginTransaction,

    /// <summary>Its commit.</summary>
    CommitTransaction,

    /// <summary>Its roll back.</summary>
    RollbackTransaction,
}
