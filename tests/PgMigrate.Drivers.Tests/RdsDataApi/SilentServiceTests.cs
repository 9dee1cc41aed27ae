using System.Net;
using System.Net.Sockets;
using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>A way to the service on which nothing comes back: the error says what was waited for, and how long.</summary>
public sealed class SilentServiceTests
{
    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_call_without_an_answer_says_how_long_it_was_waited_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        SqlFailure failure = await OpenAsync(listener, new RdsDataTiming { CallLimit = TimeSpan.FromSeconds(5) });

        Assert.Equal("The RDS Data API gave no answer within 5 s.", failure.Message);
        Assert.True(failure.ConnectionLost);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task An_answer_that_stops_in_its_middle_is_not_waited_for_for_ever()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TcpClient> half = BeginAnswerAsync(listener);

        SqlFailure failure = await OpenAsync(listener, new RdsDataTiming { CallLimit = TimeSpan.FromSeconds(1) }).WaitAsync(TestLimit.OneWait);

        using TcpClient answered = await half;
        Assert.Equal("The RDS Data API gave no answer within 1 s.", failure.Message);
        Assert.Equal(SqlOutcome.Unknown, failure.Outcome);
        Assert.True(failure.ConnectionLost);
    }

    /// <summary>Answers the first call with its head and one byte.</summary>
    private static async Task<TcpClient> BeginAnswerAsync(TcpListener listener)
    {
        TcpClient client = await listener.AcceptTcpClientAsync();
        Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1 << 16]));
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n{"u8.ToArray());
        return client;
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_connection_that_does_not_come_about_is_told_as_such()
    {
        // Its queue holds one connection; what comes after that is not answered.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(0);
        using var first = new TcpClient();
        await first.ConnectAsync((IPEndPoint)listener.LocalEndpoint);

        SqlFailure failure = await OpenAsync(listener, new RdsDataTiming { ConnectLimit = TimeSpan.FromSeconds(1) });

        Assert.Equal("No connection to the RDS Data API came about within 1 s.", failure.Message);
        Assert.Equal(SqlOutcome.NotApplied, failure.Outcome);
        Assert.True(failure.ConnectionLost);
    }

    private static async Task<SqlFailure> OpenAsync(TcpListener listener, RdsDataTiming timing)
    {
        var sessions = new RdsDataSessionFactory(
            new RdsDataApiOptions
            {
                ResourceArn = "arn:aws:rds:eu-west-1:123456789012:cluster:silent",
                SecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:silent-AbCdEf",
                AccessKeyId = "AKIDSILENT",
                SecretAccessKey = "s",
                ServiceUrl = new Uri($"http://{listener.LocalEndpoint}/"),
                ResumeTimeout = TimeSpan.Zero,
            },
            timing);
        return (await Assert.ThrowsAsync<SqlFailureException>(() => sessions.OpenAsync())).Failure;
    }
}
