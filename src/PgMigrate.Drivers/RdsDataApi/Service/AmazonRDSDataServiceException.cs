using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>
/// An error answer of the service. An error whose name is in no model, such as <c>ValidationException</c>, is of this very type;
/// <see cref="AmazonServiceException.ErrorCode"/> has the name.
/// </summary>
internal class AmazonRDSDataServiceException(string message, Exception? inner, ErrorDetails details)
    : AmazonServiceException(message, inner, details.Type, details.Code, details.RequestId, details.StatusCode);
