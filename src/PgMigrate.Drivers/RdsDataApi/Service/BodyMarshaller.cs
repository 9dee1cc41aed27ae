using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Makes the HTTP request of an operation: POST with a JSON body.</summary>
internal sealed class BodyMarshaller<TRequest>(string path, Action<Utf8JsonWriter, TRequest> write) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonRDSDataServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json, (TRequest)input);
            json.WriteEndObject();
        }

        IRequest request = new DefaultRequest(input, "Amazon.RDSDataService")
        {
            HttpMethod = "POST",
            ResourcePath = path,
            Content = body.WrittenSpan.ToArray(),
        };
        request.Headers["Content-Type"] = "application/json";
        request.Headers["X-Amz-Api-Version"] = "2018-08-01";
        return request;
    }
}
