namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>How far a batch has come.</summary>
internal enum BatchStage
{
    /// <summary>Nothing but the start of its transaction was sent.</summary>
    Beginning,

    /// <summary>A statement was sent.</summary>
    Statement,

    /// <summary>The commit was sent.</summary>
    Committing,

    /// <summary>The commit failed and the transaction was rolled back for certain.</summary>
    RolledBack,

    /// <summary>A cancelled statement did not end in time.</summary>
    Lost,
}
