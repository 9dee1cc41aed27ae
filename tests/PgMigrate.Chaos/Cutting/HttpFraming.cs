using System.Globalization;
using System.Text;

namespace PgMigrate.Chaos.Cutting;

/// <summary>
/// Whole requests and responses of HTTP/1.1 with a Content-Length. As a proxy's, a request names its whole address; the server is
/// sent the path only.
/// </summary>
internal sealed class HttpFraming : IFraming
{
    private const int MaxHead = 64 << 10;

    public async Task<byte[]?> ReadAsync(Stream from, bool fromClient, LinkState link, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        while (!EndsHead(bytes))
        {
            if (bytes.Count > MaxHead || await FrameReader.ReadAsync(from, 1, cancellationToken) is not { } one)
            {
                return null;
            }

            bytes.Add(one[0]);
        }

        string head = Encoding.Latin1.GetString([.. bytes]);
        string? length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        byte[]? body = await FrameReader.ReadAsync(
            from, length is null ? 0 : int.Parse(length[(length.IndexOf(':') + 1)..], CultureInfo.InvariantCulture), cancellationToken);
        return body is null ? null : [.. Encoding.Latin1.GetBytes(fromClient ? OriginForm(head) : head), .. body];
    }

    private static bool EndsHead(List<byte> bytes) =>
        bytes.Count >= 4 && bytes[^1] == '\n' && bytes[^2] == '\r' && bytes[^3] == '\n' && bytes[^4] == '\r';

    private static string OriginForm(string head)
    {
        string[] line = head[..head.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ');
        return $"{line[0]} {new Uri(line[1]).PathAndQuery} {line[2]}{head[head.IndexOf("\r\n", StringComparison.Ordinal)..]}";
    }
}
