namespace PgMigrate.Drivers.Postgres;

/// <summary>Reads libpq's URI form (PostgreSQL manual, 34.1.1.2), several hosts included.</summary>
internal static class LibpqUri
{
    /// <exception cref="ArgumentException">The text is malformed.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        string rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        string query = Cut(ref rest, '?');
        string database = Cut(ref rest, '/');
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            string user = rest[..at];
            rest = rest[(at + 1)..];
            string password = Cut(ref user, ':');
            Add("user", user);
            Add("password", password);
        }

        AddHosts(rest);
        Add("dbname", database);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string key = pair;
            string value = Cut(ref key, '=');
            Add(Decode(key), value);
        }

        return pairs;

        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                pairs.Add(new(key.ToLowerInvariant(), Decode(value)));
            }
        }

        void AddHosts(string hosts)
        {
            var names = new List<string>();
            var ports = new List<string>();
            foreach (string part in hosts.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                int bracket = part.LastIndexOf(']');
                int colon = part.IndexOf(':', bracket + 1);
                names.Add((colon < 0 ? part : part[..colon]).Trim('[', ']'));
                ports.Add(colon < 0 ? "" : part[(colon + 1)..]);
            }

            Add("host", string.Join(',', names));
            Add("port", ports.All(port => port.Length == 0) ? "" : string.Join(',', ports));
        }
    }

    /// <summary>Takes what follows the first separator off the text.</summary>
    private static string Cut(ref string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        string tail = text[(at + 1)..];
        text = text[..at];
        return tail;
    }

    private static string Decode(string text)
    {
        for (int at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !Uri.IsHexDigit(text[at + 1]) || !Uri.IsHexDigit(text[at + 2]))
            {
                throw new ArgumentException("The connection URI has a % that is no percent-encoding; write %25 for a percent sign.");
            }
        }

        return Uri.UnescapeDataString(text);
    }
}
