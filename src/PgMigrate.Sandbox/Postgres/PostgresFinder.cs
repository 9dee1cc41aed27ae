using System.Globalization;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>Searches a machine for a server's programs, in a fixed order.</summary>
internal sealed class PostgresFinder(IHostSystem host)
{
    public const string FolderVariable = "PGMIGRATE_POSTGRES";
    public const string SourceVariable = "PGMIGRATE_POSTGRES_SOURCE";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    private readonly NpmPostgresPackage _package = new(host);

    public async Task<PostgresBinaries> FindAsync(CancellationToken cancellationToken)
    {
        string? source = host.Variable(SourceVariable);
        if (source is not (null or "auto" or "installed" or "npm"))
        {
            throw new SandboxException(
                $"The environment variable {SourceVariable} is '{source}'.",
                "Set it to auto, installed or npm, or unset it.");
        }

        if (source != "npm" && FindInstalled() is var (folder, kind))
        {
            return await DescribeAsync(folder, kind, cancellationToken).ConfigureAwait(false);
        }

        if (source != "installed" && (_package.IsCached || _package.CanBeFetched))
        {
            string fetched = await _package.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return await DescribeAsync(fetched, PostgresSource.Npm, cancellationToken).ConfigureAwait(false);
        }

        throw new SandboxException(
            source == "npm"
                ? $"{SourceVariable} is npm, and no npm package of PostgreSQL can be had here: {_package.WhyNot}."
                : "No PostgreSQL server programs (initdb, pg_ctl, postgres) were found on this machine.",
            PostgresPlaces.HowToInstall(host));
    }

    private (string Folder, PostgresSource Kind)? FindInstalled()
    {
        if (host.Variable(FolderVariable) is { } named)
        {
            // Someone who names a folder means that one: falling back would test another server than they think.
            return new[] { named, Path.Combine(named, "bin") }.FirstOrDefault(IsComplete) is { } right
                ? (Path.GetFullPath(right), PostgresSource.Variable)
                : throw new SandboxException(
                    $"The environment variable {FolderVariable} is '{named}', and neither it nor its folder 'bin' holds initdb, pg_ctl and postgres.",
                    "Set it to the folder of the server's programs, such as /usr/lib/postgresql/17/bin, or unset it to have one searched for.");
        }

        char separator = host.Platform == HostPlatform.Windows ? ';' : ':';
        foreach (string folder in (host.Variable("PATH") ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathRooted(folder) && IsComplete(folder))
            {
                return (RealFolder(folder), PostgresSource.Path);
            }
        }

        return PostgresPlaces.Candidates(host).FirstOrDefault(IsComplete) is { } usual ? (usual, PostgresSource.UsualPlace) : null;
    }

    private bool IsComplete(string folder) => Array.TrueForAll(Programs, name => host.FileExists(Path.Combine(folder, FileName(name))));

    private string FileName(string program) => host.Platform == HostPlatform.Windows ? program + ".exe" : program;

    /// <summary>The folder that links in a folder on PATH point to, when all three programs are there.</summary>
    private string RealFolder(string folder)
    {
        string? real = Path.GetDirectoryName(host.Resolve(Path.Combine(folder, FileName("postgres"))));
        return real is not null && IsComplete(real) ? real : folder;
    }

    private async Task<PostgresBinaries> DescribeAsync(string folder, PostgresSource kind, CancellationToken cancellationToken)
    {
        string program = Path.Combine(folder, FileName("postgres"));
        CommandOutput output = await host.RunAsync(program, ["--version"], null, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new SandboxException(
                $"'{program} --version' ended with exit code {output.ExitCode}: {output.Tail}",
                $"Repair that installation, or set {FolderVariable} to another one.");
        }

        return new PostgresBinaries(folder, ParseVersion(output.Output, program), kind);
    }

    /// <summary>Reads <c>postgres (PostgreSQL) 15.14 (Debian …)</c> and <c>… 18beta1</c>.</summary>
    internal static Version ParseVersion(string text, string program)
    {
        foreach (string word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!char.IsAsciiDigit(word[0]))
            {
                continue;
            }

            string[] parts = word.Split('.');
            return new Version(Leading(parts[0]), parts.Length > 1 ? Leading(parts[1]) : 0);
        }

        throw new SandboxException(
            $"'{program} --version' names no version: {text.Trim()}",
            $"Set {FolderVariable} to the folder of a PostgreSQL server's programs.");
    }

    private static int Leading(string part)
    {
        int length = 0;
        while (length < part.Length && char.IsAsciiDigit(part[length]))
        {
            length++;
        }

        return int.TryParse(part.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
