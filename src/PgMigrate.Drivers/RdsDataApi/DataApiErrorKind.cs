namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>What an error of the service means for the work.</summary>
internal enum DataApiErrorKind
{
    /// <summary>The database or the service refused; nothing was done.</summary>
    Refused,

    /// <summary>Nothing was done, and the same call may go well later: too many calls, no connection.</summary>
    TryLater,

    /// <summary>The instance was paused and wakes up; nothing was done.</summary>
    Resuming,

    /// <summary>No answer, or one that does not tell whether anything was done.</summary>
    Unanswered,

    /// <summary>The statement runs longer than the service waits.</summary>
    Timeout,

    /// <summary>The transaction still runs a statement.</summary>
    Busy,

    /// <summary>The transaction has ended.</summary>
    TransactionNotFound,

    /// <summary>The statement was done; its result has a type or a size that the service does not return.</summary>
    Result,
}
