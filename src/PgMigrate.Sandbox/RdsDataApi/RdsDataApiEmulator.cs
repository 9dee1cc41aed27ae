using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using PgMigrate.Drivers;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>
/// A stand-in for the RDS Data API of Aurora (version 2) over a sandbox's PostgreSQL, on 127.0.0.1 and a free port. It is as
/// strict as the service is known to be: signatures, limits, single flight, transactions that end. What it models, and from
/// which source, is in docs/aws-fidelity.md.
/// </summary>
public sealed class RdsDataApiEmulator : IAsyncDisposable
{
    private const int PortAttempts = 5;

    private readonly HttpListener _listener;
    private readonly LocalPostgres? _owned;
    private readonly StatementRunner _runner;
    private readonly SignatureCheck _signatures;
    private readonly FaultQueue _faults = new();
    private readonly ConcurrentQueue<RdsDataApiCall> _calls = new();
    private readonly Task _loop;
    private int _resuming;

    private RdsDataApiEmulator(HttpListener listener, Uri endpoint, LocalPostgres server, bool owns, RdsDataApiEmulatorOptions options)
    {
        _listener = listener;
        _owned = owns ? server : null;
        Options = options;
        Endpoint = endpoint;
        Server = server;
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        _runner = new StatementRunner(
            new WireEndpoint(settings.Host!, settings.Port, settings.Username!, settings.Password!, options.Database), options);
        _signatures = new SignatureCheck(options);
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>How it behaves, and the keys and ARNs it takes.</summary>
    public RdsDataApiEmulatorOptions Options { get; }

    /// <summary>Its address, good as a client's service URL.</summary>
    public Uri Endpoint { get; }

    /// <summary>The server behind it.</summary>
    public LocalPostgres Server { get; }

    /// <summary>All calls answered so far whose signature was right, in the order of their answers.</summary>
    public IReadOnlyList<RdsDataApiCall> Calls => [.. _calls];

    /// <summary>Transactions that are open now.</summary>
    public int OpenTransactions => _runner.OpenTransactions;

    /// <summary>Starts it.</summary>
    /// <param name="server">The server behind it; null starts one, which ends with the emulator.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SandboxException">No server could be started, or no port was free.</exception>
    public static async Task<RdsDataApiEmulator> StartAsync(
        LocalPostgres? server = null, RdsDataApiEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        LocalPostgres behind = server ?? await LocalPostgres.StartAsync(null, cancellationToken).ConfigureAwait(false);
        for (int attempt = 1; ; attempt++)
        {
            // Windows lets a user without rights listen on the name localhost only.
            var endpoint = new Uri($"http://{(OperatingSystem.IsWindows() ? "localhost" : "127.0.0.1")}:{FreePort.Pick()}/");
            var listener = new HttpListener();
            listener.Prefixes.Add(endpoint.ToString());
            try
            {
                listener.Start();
                return new RdsDataApiEmulator(listener, endpoint, behind, owns: server is null, options ?? new RdsDataApiEmulatorOptions());
            }
            catch (Exception e) when (e is HttpListenerException or SocketException)
            {
                listener.Close();
                if (attempt == PortAttempts)
                {
                    if (server is null)
                    {
                        await behind.DisposeAsync().ConfigureAwait(false);
                    }

                    throw new SandboxException("The Data API emulator found no free port on 127.0.0.1.", "Try again.", e);
                }
            }
        }
    }

    /// <summary>What a driver needs to reach it.</summary>
    /// <param name="database">The database; null for that of the options.</param>
    public RdsDataApiOptions ConnectionOptions(string? database = null) => new()
    {
        ResourceArn = Options.ResourceArn,
        SecretArn = Options.SecretArn,
        Database = database,
        Region = Options.Region,
        AccessKeyId = Options.AccessKeyId,
        SecretAccessKey = Options.SecretAccessKey,
        ServiceUrl = Endpoint,
    };

    /// <summary>Orders a failure.</summary>
    /// <param name="fault">Which, and when.</param>
    public void Inject(RdsDataApiFault fault) => _faults.Add(fault);

    /// <summary>
    /// Pauses the instance as after idle time: the next calls of ExecuteStatement, BatchExecuteStatement and BeginTransaction are
    /// answered with <c>DatabaseResumingException</c>.
    /// </summary>
    /// <param name="refusedCalls">How many, until it is awake again.</param>
    public void Pause(int refusedCalls = 1) => Volatile.Write(ref _resuming, refusedCalls);

    /// <summary>Stops it; open transactions are rolled back. Ends the server too if it started it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop.ConfigureAwait(false);
        await _runner.DisposeAsync().ConfigureAwait(false);
        if (_owned is not null)
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or a client that left during its request; the loop's condition tells which.
            }
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            byte[] body = await ReadBodyAsync(context.Request).ConfigureAwait(false);
            (int status, string? error, byte[] answer, bool cut) = await AnswerAsync(context.Request, body).ConfigureAwait(false);
            if (cut)
            {
                await CutAsync(context.Response).ConfigureAwait(false);
                return;
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
            if (error is not null)
            {
                context.Response.Headers["x-amzn-ErrorType"] = error;
            }

            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer).ConfigureAwait(false);
            context.Response.Close();
        }
        catch (Exception)
        {
            // The client did not wait for its answer, or its request cannot be read to the end. Whatever it was, the connection ends:
            // a client that is left without an answer waits for more than a minute to find out.
            Break(context.Response);
        }
    }

    /// <summary>Ends the connection. What was not begun HttpListener would send as a good answer without a body.</summary>
    internal static void Break(HttpListenerResponse response)
    {
        try
        {
            response.StatusCode = 500;
            response.ContentLength64 = 64;
        }
        catch (InvalidOperationException)
        {
            // It was begun, and breaks off where it is.
        }

        response.Abort();
    }

    /// <summary>Ends the connection in the middle of an answer; HttpListener cannot do it before its first byte.</summary>
    private static async Task CutAsync(HttpListenerResponse response)
    {
        response.ContentType = "application/json";
        response.ContentLength64 = 64;
        await response.OutputStream.WriteAsync("{"u8.ToArray()).ConfigureAwait(false);
        await response.OutputStream.FlushAsync().ConfigureAwait(false);
        response.Abort();
    }

    private async Task<byte[]> ReadBodyAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await request.InputStream.ReadAsync(buffer).ConfigureAwait(false) is var read and > 0)
        {
            // Read to the end, so that the client gets its answer; what is too large is not kept.
            if (body.Length <= Options.MaxRequestBytes)
            {
                body.Write(buffer, 0, read);
            }
        }

        return body.ToArray();
    }

    private async Task<(int Status, string? Error, byte[] Body, bool Cut)> AnswerAsync(HttpListenerRequest http, byte[] body)
    {
        ServiceRequest? request = null;
        RdsDataApiFault? fault = null;
        try
        {
            int headers = http.Headers.AllKeys.Sum(name => name!.Length + http.Headers[name]!.Length + 4);
            if (body.Length + headers > Options.MaxRequestBytes)
            {
                throw new ServiceError("RequestEntityTooLargeException", 413, "The request is larger than 4 MiB");
            }

            _signatures.Verify(http, body);
            request = ServiceRequest.Read(http.Url!.AbsolutePath, body, Options);
            fault = _faults.Take(request.Operation, request.Sql);
            byte[] answer = fault is { AfterActing: false } ? [] : await ActAsync(request).ConfigureAwait(false);
            if (fault is not null)
            {
                throw ErrorOf(fault);
            }

            Record(request, null);
            return (200, null, answer, false);
        }
        catch (Exception failure)
        {
            // Whatever goes wrong is an answer: a client that gets none waits for more than a minute to find out.
            // When the work failed too, that error is what the fault hides.
            ServiceError told = fault is { AfterActing: true } ? ErrorOf(fault) : ErrorOf(failure);
            bool cut = fault?.Kind == RdsDataApiFaultKind.CutConnection;
            Record(request, cut ? "ConnectionCut" : told.Name);
            return (told.Status, told.Name, ErrorBody(told), cut);
        }
    }

    private Task<byte[]> ActAsync(ServiceRequest request)
    {
        bool wakes = request.Operation is RdsDataApiOperation.ExecuteStatement or RdsDataApiOperation.BatchExecuteStatement
            or RdsDataApiOperation.BeginTransaction;
        if (wakes && Volatile.Read(ref _resuming) > 0 && Interlocked.Decrement(ref _resuming) >= 0)
        {
            throw new ServiceError(
                "DatabaseResumingException", 400, "The Aurora DB instance " + Options.ResourceArn + " is resuming after being auto-paused. Please wait a few seconds and try again.");
        }

        return _runner.AnswerAsync(request);
    }

    private void Record(ServiceRequest? request, string? error)
    {
        if (request is not null)
        {
            _calls.Enqueue(new RdsDataApiCall(request.Operation, request.Sql, request.TransactionId, error));
        }
    }

    private static ServiceError ErrorOf(Exception failure) => failure switch
    {
        ServiceError error => error,
        IOException or SocketException or ObjectDisposedException => new ServiceError("DatabaseUnavailableException", 504, null),
        _ => new ServiceError("InternalServerErrorException", 500, $"The emulator itself failed: {failure}"),
    };

    private static ServiceError ErrorOf(RdsDataApiFault fault) => fault.Kind switch
    {
        RdsDataApiFaultKind.Throttle => new ServiceError("ThrottlingException", 400, "Rate exceeded"),
        RdsDataApiFaultKind.InternalServerError => new ServiceError("InternalServerErrorException", 500, null),
        RdsDataApiFaultKind.ServiceUnavailable => new ServiceError("ServiceUnavailableError", 503, null),
        _ => new ServiceError("DatabaseUnavailableException", 504, null),
    };

    private static byte[] ErrorBody(ServiceError error)
    {
        var members = new Dictionary<string, object>();
        if (error.Text is not null)
        {
            members["message"] = error.Text;
        }

        if (error.DbConnectionId is { } id)
        {
            members["dbConnectionId"] = id;
        }

        return JsonSerializer.SerializeToUtf8Bytes(members);
    }
}
