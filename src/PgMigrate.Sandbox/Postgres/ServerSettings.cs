using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>The lines a sandbox adds to <c>postgresql.conf</c>.</summary>
internal static partial class ServerSettings
{
    public static IReadOnlyList<string> Lines(LocalPostgresOptions options, string? socketFolder)
    {
        var settings = new List<KeyValuePair<string, string>>
        {
            new("listen_addresses", "127.0.0.1"),
            new("unix_socket_directories", socketFolder ?? ""),
            new("max_connections", options.MaxConnections.ToString(CultureInfo.InvariantCulture)),
            // Nothing here needs to survive a power cut.
            new("fsync", "off"),
            new("full_page_writes", "off"),
            new("synchronous_commit", "off"),
            new("timezone", "UTC"),
            new("log_timezone", "UTC"),
        };
        if (!OperatingSystem.IsWindows())
        {
            // In the cluster's folder, so that a killed server leaves nothing in /dev/shm.
            settings.Add(new("dynamic_shared_memory_type", "mmap"));
        }

        settings.AddRange(options.Settings);
        return settings.ConvertAll(setting => Line(setting.Key, setting.Value));
    }

    private static string Line(string name, string value)
    {
        if (!Name().IsMatch(name) || value.AsSpan().ContainsAny('\n', '\r', '\0'))
        {
            throw new SandboxException(
                $"The setting '{name}' cannot be written to postgresql.conf.",
                "A name is letters, digits, underscores and dots; a value is one line.");
        }

        // Within quotes postgresql.conf reads '' as a quote and a backslash as the start of an escape.
        return $"{name} = '{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
