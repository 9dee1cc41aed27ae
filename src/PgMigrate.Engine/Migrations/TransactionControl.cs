namespace PgMigrate.Engine.Migrations;

/// <summary>What a statement does to the transaction it stands in.</summary>
public enum TransactionControl
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>BEGIN</c>, <c>START TRANSACTION</c>.</summary>
    Begin,

    /// <summary><c>COMMIT</c>, <c>END</c>.</summary>
    Commit,

    /// <summary><c>ROLLBACK</c>, <c>ABORT</c>.</summary>
    Rollback,

    /// <summary><c>SAVEPOINT</c>, <c>RELEASE</c>, <c>ROLLBACK TO</c>: fine inside a transaction.</summary>
    Savepoint,

    /// <summary><c>PREPARE TRANSACTION</c>.</summary>
    PrepareTransaction,
}
