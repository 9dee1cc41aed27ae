namespace PgMigrate.Engine.Layouts.Diesel;

/// <summary>
/// <c>run_in_transaction</c> of a <c>metadata.toml</c>, with diesel's own surprises: a file that is not there or cannot be read as
/// TOML means true, one that is there without the key means false.
/// </summary>
internal static class DieselMetadata
{
    private const string Key = "run_in_transaction";

    public static bool RunsInTransaction(string path)
    {
        try
        {
            return !File.Exists(path) || Parse(BoundedFile.ReadText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return true;
        }
    }

    internal static bool Parse(string toml)
    {
        bool? found = null;
        bool inTable = false;
        foreach (string raw in toml.Split('\n'))
        {
            string line = WithoutComment(raw).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '[')
            {
                inTable = true;
                if (line[^1] != ']')
                {
                    return true;
                }

                continue;
            }

            int sign = line.IndexOf('=', StringComparison.Ordinal);
            string value = sign < 0 ? "" : line[(sign + 1)..].Trim();
            if (value.Length == 0)
            {
                return true;
            }

            if (!inTable && line[..sign].Trim().Trim('"', '\'') == Key)
            {
                if (value is not ("true" or "false") || found is not null)
                {
                    return true;
                }

                found = value == "true";
            }
        }

        return found ?? false;
    }

    private static string WithoutComment(string line)
    {
        char quote = '\0';
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] is '"' or '\'' && (quote == '\0' || quote == line[at]))
            {
                quote = quote == '\0' ? line[at] : '\0';
            }
            else if (line[at] == '#' && quote == '\0')
            {
                return line[..at];
            }
        }

        return line;
    }
}
