using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>Looks for TCP ports on 127.0.0.1.</summary>
internal static class FreePort
{
    private const int Lowest = 15_000;
    private const int AboveHighest = 32_768;
    private const int Attempts = 20;

    /// <summary>
    /// A port that was free a moment ago; another process may take it before the server does. It is looked for below those that
    /// systems give to connections and to who names no port (from 32,768 on Linux, from 49,152 elsewhere), so that a server finds
    /// it free again after a restart.
    /// </summary>
    public static int Pick()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int port = RandomNumberGenerator.GetInt32(Lowest, AboveHighest);
            if (!IsTaken(port))
            {
                return port;
            }
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>True when something listens on the port or holds it.</summary>
    public static bool IsTaken(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return true;
        }
    }
}
