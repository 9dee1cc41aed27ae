using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>
/// Reads an error answer. Its name is in the header <c>x-amzn-ErrorType</c> (<c>Name</c>, <c>Name:uri</c> or <c>namespace#Name</c>),
/// else in the body's <c>code</c>, <c>Code</c> or <c>__type</c>; its text in <c>message</c> or <c>Message</c>.
/// </summary>
internal static class ErrorBody
{
    public static AmazonServiceException Read(Stream stream, IWebResponseData response, Exception? inner, HttpStatusCode statusCode)
    {
        JsonElement body = ReadBody(stream);
        string? header = response.IsHeaderPresent("x-amzn-ErrorType") ? response.GetHeaderValue("x-amzn-ErrorType") : null;
        string code = NameOf(header ?? First(body, "code", "Code", "__type") ?? "");
        string requestId = response.IsHeaderPresent("x-amzn-RequestId") ? response.GetHeaderValue("x-amzn-RequestId") : "";
        string message = First(body, "message", "Message", "errorMessage")
            ?? (code.Length > 0 ? $"The RDS Data API answered {code}." : $"The RDS Data API answered with HTTP status {(int)statusCode}.");
        return Make(code, message, inner, new ErrorDetails(code, requestId, statusCode), body);
    }

    private static AmazonServiceException Make(string code, string message, Exception? inner, ErrorDetails details, JsonElement body) => code switch
    {
        "AccessDeniedException" => new AccessDeniedException(message, inner, details),
        "BadRequestException" => new BadRequestException(message, inner, details),
        "DatabaseErrorException" => new DatabaseErrorException(message, inner, details),
        "DatabaseNotFoundException" => new DatabaseNotFoundException(message, inner, details),
        "DatabaseResumingException" => new DatabaseResumingException(message, inner, details),
        "DatabaseUnavailableException" => new DatabaseUnavailableException(message, inner, details),
        "ForbiddenException" => new ForbiddenException(message, inner, details),
        "HttpEndpointNotEnabledException" => new HttpEndpointNotEnabledException(message, inner, details),
        "InternalServerErrorException" => new InternalServerErrorException(message, inner, details),
        "InvalidResourceStateException" => new InvalidResourceStateException(message, inner, details),
        "InvalidSecretException" => new InvalidSecretException(message, inner, details),
        "NotFoundException" => new NotFoundException(message, inner, details),
        "SecretsErrorException" => new SecretsErrorException(message, inner, details),
        "ServiceUnavailableError" => new ServiceUnavailableErrorException(message, inner, details),
        "StatementTimeoutException" => new StatementTimeoutException(message, inner, details)
        {
            DbConnectionId = ResponseBody.Number(body, "dbConnectionId"),
        },
        "TransactionNotFoundException" => new TransactionNotFoundException(message, inner, details),
        "UnsupportedResultException" => new UnsupportedResultException(message, inner, details),
        _ => new AmazonRDSDataServiceException(message, inner, details),
    };

    private static string NameOf(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        return name[(name.IndexOf('#', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string? First(JsonElement body, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }

    /// <summary>A proxy on the way may answer with something that is no JSON; then only the status is known.</summary>
    private static JsonElement ReadBody(Stream stream)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
