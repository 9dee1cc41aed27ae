namespace PgMigrate.Sandbox.Postgres;

/// <summary>The end of a log, short enough for an error message.</summary>
internal static class LogTail
{
    private const int Lines = 15;

    public static string Of(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(Lines));

    /// <summary>The last lines of a file that another process may be writing; empty when it cannot be read.</summary>
    public static string OfFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // A log can be long; its end is enough.
            stream.Seek(-Math.Min(stream.Length, 16 * 1024), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            return Of(reader.ReadToEnd().Split('\n'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
