using System.Globalization;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The application name of the session that holds an advisory lock. It is the one thing of a session that every role can see, so it
/// says which run, process and machine hold the lock. The server cuts it at 63 bytes; the machine, which may be long, comes last.
/// </summary>
internal static class LockSessionName
{
    private const string Run = " lock run ";
    private const string Process = " process ";
    private const string On = " on ";

    public static string Make(RunOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.ApplicationName}{Run}{options.RunId.ToString("n")[..8]}{Process}{Environment.ProcessId}{On}{Environment.MachineName}");

    /// <summary>The parts again; all null when it is no such name.</summary>
    public static (string? Run, int? Process, string? Host) Read(string? name)
    {
        int run = name?.IndexOf(Run, StringComparison.Ordinal) ?? -1;
        int process = run < 0 ? -1 : name!.IndexOf(Process, run, StringComparison.Ordinal);
        if (process < 0)
        {
            return default;
        }

        int on = name!.IndexOf(On, process, StringComparison.Ordinal);
        string digits = name[(process + Process.Length)..(on < 0 ? name.Length : on)];
        return (
            name[(run + Run.Length)..process],
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
            on < 0 ? null : name[(on + On.Length)..]);
    }
}
