using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Drivers.RdsDataApi.Service;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class ServiceErrorsTests
{
    public static TheoryData<Exception, string> Errors => new()
    {
        { new DatabaseErrorException("ERROR: x", null, new ErrorDetails("DatabaseErrorException", "", HttpStatusCode.BadRequest)), "Refused" },
        { new DatabaseErrorException("Transaction is still running a query", null, new ErrorDetails("DatabaseErrorException", "", HttpStatusCode.BadRequest)), "Busy" },
        { new BadRequestException("Communications link failure", null, new ErrorDetails("BadRequestException", "", HttpStatusCode.BadRequest)), "Resuming" },
        { Named("ValidationException", 400), "Refused" },
        { Named("ThrottlingException", 400), "TryLater" },
        { Named("AnythingElse", 429), "TryLater" },
        { Named("InternalServerErrorException", 500), "Unanswered" },
        { Named("", 502), "Unanswered" },
        { Named("", 400), "Unanswered" },
        { Named("", 200), "Unanswered" },
        { new AmazonServiceException("x", new HttpRequestException(HttpRequestError.ResponseEnded, "x", new IOException())), "Unanswered" },
        { new HttpRequestException(HttpRequestError.Unknown, "x", new IOException("x", new SocketException((int)SocketError.ConnectionReset))), "Unanswered" },
        { new TaskCanceledException("x", new TimeoutException()), "Unanswered" },
        { new TimeoutException("x", new TaskCanceledException()), "Unanswered" },
        { new TimeoutException("x", new TaskCanceledException("x", new IOException("x", new SocketException((int)SocketError.OperationAborted)))), "Unanswered" },
        { new TimeoutException("x"), "TryLater" },
        { new TimeoutException("x", new SocketException((int)SocketError.OperationAborted)), "TryLater" },
        { new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.ConnectionRefused)), "TryLater" },
        { new AmazonClientException("x", new HttpRequestException(HttpRequestError.NameResolutionError, "x")), "TryLater" },
        { new AmazonClientException("There are no credentials."), "Refused" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_is_sorted_by_what_it_means_for_the_work(Exception error, string kind)
    {
        Assert.True(ServiceErrors.IsServiceError(error));
        Assert.Equal(kind, ServiceErrors.Sort(error, new RdsDataTiming()).Kind.ToString());
    }

    private static AmazonRDSDataServiceException Named(string name, int status) => new("x", null, new ErrorDetails(name, "", (HttpStatusCode)status));
}
