namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>An error of the service, sorted by what it means.</summary>
internal sealed class DataApiException(DataApiErrorKind kind, string message, Exception inner) : Exception(message, inner)
{
    public DataApiErrorKind Kind { get; } = kind;

    /// <summary>True when a call may be made again because the last one did nothing.</summary>
    public bool IsCertainlyUndone => Kind is not (DataApiErrorKind.Unanswered or DataApiErrorKind.Timeout or DataApiErrorKind.Busy or DataApiErrorKind.Result);

    /// <summary>True when trying again may help.</summary>
    public bool IsPassing => Kind is DataApiErrorKind.TryLater or DataApiErrorKind.Resuming or DataApiErrorKind.Unanswered
        or DataApiErrorKind.TransactionNotFound;
}
