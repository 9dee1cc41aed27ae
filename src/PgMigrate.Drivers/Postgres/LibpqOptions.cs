using System.Globalization;
using Npgsql;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Maps libpq's parameter names (PostgreSQL manual, 34.1.2) to Npgsql's.</summary>
internal static class LibpqOptions
{
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Setters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = (s, v) => s.Host = v,
        ["hostaddr"] = (s, v) => s.Host = v,
        ["port"] = SetPort,
        ["dbname"] = (s, v) => s.Database = v,
        ["user"] = (s, v) => s.Username = v,
        ["password"] = (s, v) => s.Password = v,
        ["passfile"] = (s, v) => s.Passfile = v,
        ["connect_timeout"] = (s, v) => s.Timeout = ParseNumber("connect_timeout", v),
        ["application_name"] = (s, v) => s.ApplicationName = v,
        ["fallback_application_name"] = (s, v) => s.ApplicationName ??= v,
        ["options"] = (s, v) => s.Options = v,
        ["client_encoding"] = (_, v) => RequireUtf8(v),
        ["sslmode"] = (s, v) => s.SslMode = ParseSslMode(v),
        ["sslrootcert"] = (s, v) => s.RootCertificate = v == "system" ? null : v, // "system" is what null means to the driver
        ["sslcert"] = (s, v) => s.SslCertificate = v,
        ["sslkey"] = (s, v) => s.SslKey = v,
        ["sslpassword"] = (s, v) => s.SslPassword = v,
        ["sslnegotiation"] = (s, v) => s.SslNegotiation = Enum.Parse<SslNegotiation>(v, ignoreCase: true),
        ["channel_binding"] = (s, v) => s.ChannelBinding = Enum.Parse<ChannelBinding>(v, ignoreCase: true),
        ["target_session_attrs"] = (s, v) => s.TargetSessionAttributes = v,
        ["keepalives"] = (s, v) => s.TcpKeepAlive = v != "0",
        ["gssencmode"] = (s, v) => s.GssEncryptionMode = Enum.Parse<GssEncryptionMode>(v, ignoreCase: true),
        ["krbsrvname"] = (s, v) => s.KerberosServiceName = v,
    };

    public static bool IsKnown(string name) => Setters.ContainsKey(name);

    /// <exception cref="ArgumentException">A name is unknown or a value bad; values are not quoted.</exception>
    public static NpgsqlConnectionStringBuilder ToSettings(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach ((string name, string value) in pairs)
        {
            if (!Setters.TryGetValue(name, out Action<NpgsqlConnectionStringBuilder, string>? set))
            {
                throw new ArgumentException($"The connection parameter '{name}' is not supported. Known ones: {string.Join(", ", Setters.Keys)}.");
            }

            try
            {
                set(settings, value);
            }
            catch (Exception error) when (error is ArgumentException or FormatException or OverflowException && error.Source != "PgMigrate.Drivers")
            {
                throw new ArgumentException($"The connection parameter '{name}' has a value that cannot be used.");
            }
        }

        return settings;
    }

    /// <exception cref="ArgumentException">No such mode.</exception>
    public static SslMode ParseSslMode(string mode) => mode.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verifyca" => SslMode.VerifyCA,
        "verifyfull" => SslMode.VerifyFull,
        _ => throw new ArgumentException("The TLS mode is one of disable, allow, prefer, require, verify-ca, verify-full."),
    };

    private static void SetPort(NpgsqlConnectionStringBuilder settings, string value)
    {
        string[] ports = value.Split(',');
        string[] hosts = (settings.Host ?? "").Split(',');
        if (ports.Length == 1)
        {
            settings.Port = ParseNumber("port", ports[0]);
        }
        else if (ports.Length == hosts.Length)
        {
            settings.Host = string.Join(',', hosts.Zip(ports, (host, port) => port.Length == 0 ? host : $"{host}:{ParseNumber("port", port)}"));
        }
        else
        {
            throw new ArgumentException("The connection string names another number of ports than of hosts.");
        }
    }

    private static int ParseNumber(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException($"The connection parameter '{name}' must be a whole number.");

    private static void RequireUtf8(string encoding)
    {
        if (!encoding.Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase)
            && !encoding.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The client encoding is always UTF-8; leave client_encoding out.");
        }
    }
}
