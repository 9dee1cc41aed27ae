using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>Whatever goes wrong with a request, its client is told or sees the connection end; it never takes a failure for an answer.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EmulatorAnswerTests(SandboxFixture sandbox)
{
    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task What_cannot_be_answered_breaks_off_and_is_no_success()
    {
        using var listener = new HttpListener();
        string address = $"http://{(OperatingSystem.IsWindows() ? "localhost" : "127.0.0.1")}:{FreePort.Pick()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        using var client = new HttpClient { Timeout = TestLimit.OneWait };
        using var content = new StringContent("abc");
        Task<string> asking = ReadAsync(client.PostAsync(new Uri(address), content));

        HttpListenerContext context = await listener.GetContextAsync();
        RdsDataApiEmulator.Break(context.Response);

        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [PostgresFact]
    public async Task A_request_that_ends_too_early_is_no_success()
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox);
        using var client = new TcpClient();
        await client.ConnectAsync(emulator.Endpoint.Host, emulator.Endpoint.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /Execute HTTP/1.1\r\nHost: {emulator.Endpoint.Authority}\r\nContent-Length: 10\r\n\r\nab"));
        client.Client.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync();

        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=, Signature=x", HttpStatusCode.Forbidden)]
    [InlineData("AWS4-HMAC-SHA256 Credential=, SignedHeaders, Signature", HttpStatusCode.BadRequest)]
    public async Task A_request_that_cannot_be_checked_is_answered(string authorization, HttpStatusCode expected)
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox);
        using var client = new HttpClient { Timeout = TestLimit.OneWait };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Endpoint, "/Execute?a&b=%"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Content = new ByteArrayContent([0xff, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<string> ReadAsync(Task<HttpResponseMessage> answer)
    {
        using HttpResponseMessage message = await answer;
        return $"{message.StatusCode} {await message.Content.ReadAsStringAsync()}";
    }
}
