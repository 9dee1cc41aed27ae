namespace PgMigrate.Engine.Migrations;

/// <summary>How a migration's statements relate to transactions.</summary>
public enum TransactionMode
{
    /// <summary>Decided from the statements and the head of the file.</summary>
    Auto,

    /// <summary>All statements and the history row in one transaction.</summary>
    Transactional,

    /// <summary>Statement by statement, with progress recorded after each.</summary>
    None,
}
