using System.Net.Sockets;

namespace PgMigrate.Drivers;

/// <summary>What to do when a database cannot be reached or takes nothing, where neither it nor the system says so.</summary>
internal static class ConnectionHints
{
    /// <summary>A signature is refused when the clocks are five minutes apart or more.</summary>
    public const string Clock = "Set this machine's clock: a signature is good for minutes only.";

    private const string Name = "Check the host's name, and that a name server can be reached.";

    /// <summary>For a refusal of PostgreSQL's; null where its own words do.</summary>
    public static string? For(string sqlState) => sqlState switch
    {
        "53300" => "A run needs two connections: wait until others are closed, or raise the server's or the role's limit.",
        "25006" => "Connect to the primary, or take default_transaction_read_only back.",
        _ => null,
    };

    /// <summary>For a connection that did not come about; null where the error's own words do.</summary>
    public static string? For(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData })
            {
                return Name;
            }
        }

        return null;
    }
}
