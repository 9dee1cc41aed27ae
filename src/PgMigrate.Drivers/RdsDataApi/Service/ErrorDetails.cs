using System.Net;
using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>What every error answer has.</summary>
/// <param name="Code">The error's name as it came.</param>
/// <param name="RequestId">The service's number of the request, or empty.</param>
/// <param name="StatusCode">HTTP status.</param>
internal readonly record struct ErrorDetails(string Code, string RequestId, HttpStatusCode StatusCode)
{
    /// <summary>Whose fault it is: the caller's below 500.</summary>
    public ErrorType Type => (int)StatusCode < 500 ? ErrorType.Sender : ErrorType.Receiver;
}
