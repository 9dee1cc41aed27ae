using System.Net;
using System.Net.Sockets;

namespace PgMigrate.Chaos.Cutting;

/// <summary>
/// Stands between a runner and its server, counts the messages of both directions over all connections, and cuts in front of one of
/// them. What came before has been delivered in full; the server sees the client leave and goes on with what it had been sent.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Link> _links = [];
    private readonly IFraming _framing;
    private readonly Task _accepting;
    private TaskCompletionSource _cut = new();
    private int? _cutBefore;
    private bool _everything;
    private bool _down;

    public CuttingProxy(IFraming framing)
    {
        _framing = framing;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The server's port on 127.0.0.1.</summary>
    public int Upstream { get; set; }

    /// <summary>Messages seen since the last order.</summary>
    public int Seen { get; private set; }

    /// <summary>Ends when the cut that was ordered has been made.</summary>
    public Task Cut => _cut.Task;

    /// <summary>Orders a cut; null for none. Counting starts again.</summary>
    /// <param name="before">Number of the message, from 1, that is no longer delivered.</param>
    /// <param name="everything">True: all connections, and no new ones until the next order. False: that connection only.</param>
    public void Order(int? before, bool everything = false)
    {
        _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_cutBefore, _everything, _down, Seen) = (before, everything, false, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(Links().Select(link => link.Done));
        _end.Dispose();
        _gate.Dispose();
    }

    private Link[] Links()
    {
        lock (_links)
        {
            return [.. _links];
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_end.Token);
                if (_down)
                {
                    client.Close(0);
                    continue;
                }

                var opened = new Link(client);
                lock (_links)
                {
                    _links.RemoveAll(link => link.Done.IsCompleted);
                    _links.Add(opened);
                    opened.Done = ServeAsync(opened);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task ServeAsync(Link link)
    {
        using Socket client = link.Client;
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, Upstream, _end.Token);
            await Task.WhenAll(PumpAsync(link, client, server, fromClient: true), PumpAsync(link, server, client, fromClient: false));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The server is not there, or the proxy ends.
        }
    }

    private async Task PumpAsync(Link link, Socket from, Socket to, bool fromClient)
    {
        try
        {
            using var source = new NetworkStream(from);
            while (await _framing.ReadAsync(source, fromClient, link.State, _end.Token) is { } frame && await DeliverAsync(link, to, frame))
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side left; the other is told.
        }

        End(to);
        if (!fromClient || link.IsCut)
        {
            // A server that ended has nothing more to say to this client, and a client that was cut off is not heard any more.
            End(link.Client);
            link.Client.Close();
        }
    }

    private async Task<bool> DeliverAsync(Link link, Socket to, byte[] frame)
    {
        await _gate.WaitAsync(_end.Token);
        try
        {
            if (!link.IsCut)
            {
                Seen++;
                if (Seen == _cutBefore)
                {
                    _cut.TrySetResult();
                    _down = _everything;
                    foreach (Link each in _everything ? Links() : [link])
                    {
                        each.IsCut = true;
                        each.Client.Close();
                    }
                }
            }

            // What the server says after the cut is read and thrown away, so that it can end as it likes.
            bool toClient = to == link.Client;
            if (link.IsCut)
            {
                return toClient;
            }

            await to.SendAsync(frame, _end.Token);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static void End(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }

    private sealed class Link(Socket client)
    {
        public Socket Client { get; } = client;

        public LinkState State { get; } = new();

        public Task Done { get; set; } = Task.CompletedTask;

        public volatile bool IsCut;
    }
}
