using System.Net;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Tells whether a connection leaves this machine, where others can listen and answer.</summary>
internal static class HostTrust
{
    /// <summary>
    /// True when any of the hosts is neither a Unix socket, nor <c>localhost</c>, nor a loopback address. Names are not resolved: what a
    /// name server says is no ground for trust.
    /// </summary>
    /// <param name="hosts">Hosts as in a connection string, comma-separated, each with an optional port.</param>
    public static bool IsRemote(string hosts) => hosts.Split(',').Any(host => !IsLocal(host.Trim()));

    private static bool IsLocal(string host)
    {
        // A folder of a Unix socket, or the name of an abstract one.
        if (host.StartsWith('/') || host.StartsWith('@') || host.Length == 0 || Path.IsPathRooted(host))
        {
            return true;
        }

        if (IPAddress.TryParse(host, out IPAddress? address) || IPEndPoint.TryParse(host, out IPEndPoint? end) && (address = end.Address) is not null)
        {
            return IPAddress.IsLoopback(address);
        }

        int port = host.IndexOf(':', StringComparison.Ordinal);
        string name = port < 0 ? host : host[..port];
        return name.TrimEnd('.').Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }
}
