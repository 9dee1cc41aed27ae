using Npgsql;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Reads the three written forms of a connection string. No message quotes the string: it may hold a password.</summary>
internal static class ConnectionStringReader
{
    public static NpgsqlConnectionStringBuilder Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new NpgsqlConnectionStringBuilder();
        }

        text = text.Trim();
        if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            return LibpqOptions.ToSettings(LibpqUri.Read(text));
        }

        return text.Contains(';', StringComparison.Ordinal) || !LibpqKeywords.LooksLike(text)
            ? ReadDotNetKeywords(text)
            : LibpqOptions.ToSettings(LibpqKeywords.Read(text));
    }

    private static NpgsqlConnectionStringBuilder ReadDotNetKeywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            // ArgumentException's text names the keyword alone, but a broken string can make a password look like one.
            throw new ArgumentException(
                "The connection string cannot be read. Write postgres://user@host:5432/database, host=… dbname=… user=…, "
                + "or Host=…;Database=…;Username=…. Quote values that hold blanks, semicolons or equal signs.");
        }
    }
}
