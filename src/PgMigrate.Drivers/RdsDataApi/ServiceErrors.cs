using System.Net.Sockets;
using Amazon.Runtime;
using PgMigrate.Drivers.RdsDataApi.Service;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Sorts the client's exceptions.</summary>
internal static class ServiceErrors
{
    /// <summary>Names under which services refuse a call before they look at it; none is in this one's model.</summary>
    private static readonly HashSet<string> Throttles = new(StringComparer.Ordinal)
    {
        "ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "BandwidthLimitExceeded",
    };

    public static bool IsServiceError(Exception error) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or SocketException
            or TimeoutException or TaskCanceledException or System.Net.WebException;

    public static DataApiException Sort(Exception error, RdsDataTiming timing) => new(KindOf(error), MessageOf(error, timing), error);

    private static DataApiErrorKind KindOf(Exception error) => error switch
    {
        DatabaseResumingException => DataApiErrorKind.Resuming,
        StatementTimeoutException => DataApiErrorKind.Timeout,
        TransactionNotFoundException => DataApiErrorKind.TransactionNotFound,
        UnsupportedResultException => DataApiErrorKind.Result,

        // The service has no name of its own for it; the words are those of its guide (version 2).
        DatabaseErrorException busy when busy.Message.Contains("still running a query", StringComparison.OrdinalIgnoreCase) => DataApiErrorKind.Busy,

        // Version 1 tells a paused cluster like this.
        BadRequestException paused when paused.Message.Contains("Communications link failure", StringComparison.OrdinalIgnoreCase) => DataApiErrorKind.Resuming,
        AmazonServiceException throttled when Throttles.Contains(throttled.ErrorCode ?? "") || (int)throttled.StatusCode == 429 => DataApiErrorKind.TryLater,

        // An answer without a name is not the service's: a proxy's, or one that broke off, even with the status 200.
        AmazonServiceException { ErrorCode.Length: > 0 } answered when (int)answered.StatusCode is >= 400 and < 500 => DataApiErrorKind.Refused,
        _ => IsUnsent(error) ? DataApiErrorKind.TryLater : error is AmazonClientException && Causes(error).All(cause => cause is AmazonClientException)
            ? DataApiErrorKind.Refused : DataApiErrorKind.Unanswered,
    };

    /// <summary>
    /// A connection took longer than its limit. The SDK tells both limits by the same type; that of the call has a cancellation
    /// inside it, that of the connection what the socket said, or nothing.
    /// </summary>
    private static bool IsUnconnected(Exception error) => error is TimeoutException { InnerException: not OperationCanceledException };

    /// <summary>No connection came about, so that nothing was sent.</summary>
    private static bool IsUnsent(Exception error) => IsUnconnected(error) || Causes(error).Any(cause =>
        cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NetworkUnreachable or SocketError.HostUnreachable }
        || cause is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError });

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static string MessageOf(Exception error, RdsDataTiming timing) => error switch
    {
        AmazonServiceException { ErrorCode.Length: > 0 } named when named is not (DatabaseErrorException or BadRequestException) => $"{named.ErrorCode}: {named.Message}",
        _ when IsUnconnected(error) => FormattableString.Invariant($"No connection to the RDS Data API came about within {timing.ConnectLimit.TotalSeconds:0.#} s."),
        TimeoutException or OperationCanceledException => FormattableString.Invariant($"The RDS Data API gave no answer within {timing.CallLimit.TotalSeconds:0.#} s."),
        _ => error.Message,
    };
}
