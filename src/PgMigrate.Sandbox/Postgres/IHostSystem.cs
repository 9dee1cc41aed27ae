using System.Runtime.InteropServices;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>What the search for a server asks of the machine; a test answers for a machine it has not got.</summary>
internal interface IHostSystem
{
    HostPlatform Platform { get; }

    Architecture Architecture { get; }

    /// <summary>True for uid 0 and for a Windows administrator.</summary>
    bool IsPrivileged { get; }

    /// <summary>The folder under which the user's caches lie when nothing else is said.</summary>
    string HomeFolder { get; }

    /// <summary>An environment variable, or null when it is unset or empty.</summary>
    string? Variable(string name);

    /// <summary>True when the path is a file; false also when it cannot be looked at.</summary>
    bool FileExists(string path);

    /// <summary>The path with every link on its last part followed.</summary>
    string Resolve(string path);

    /// <summary>The folders directly inside <paramref name="parent"/>, full paths; none when there is no such folder.</summary>
    IReadOnlyList<string> Folders(string parent);

    /// <summary>The lines of a text file; none when it cannot be read.</summary>
    IReadOnlyList<string> Lines(string path);

    /// <summary>Runs a program to its end.</summary>
    Task<CommandOutput> RunAsync(string file, IReadOnlyList<string> arguments, string? folder, CancellationToken cancellationToken);
}
