namespace PgMigrate.Sandbox.Postgres;

/// <summary>The ordinary user that runs the server for root, and the command that changes to it.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Prefix">Put before a command, runs it as that user.</param>
internal sealed record ServerUser(string Name, IReadOnlyList<string> Prefix)
{
    private static readonly string[] Usual = ["postgres", "nobody"];

    /// <summary>Picks the user and the first way to change to it that works here.</summary>
    /// <exception cref="SandboxException">There is no such user, or no way works.</exception>
    public static async Task<ServerUser> ChooseAsync(IHostSystem host, string? wanted, CancellationToken cancellationToken)
    {
        // name:password:uid:gid:…
        string[][] users = host.Lines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 7).ToArray();
        string[] entry = (wanted is null ? Usual : [wanted])
                .Select(name => Array.Find(users, fields => fields[0] == name && fields[2] != "0"))
                .FirstOrDefault(fields => fields is not null)
            ?? throw new SandboxException(
                wanted is null
                    ? "PostgreSQL refuses to run as root, and this machine has neither a user 'postgres' nor a user 'nobody'."
                    : $"The server cannot run as '{wanted}': there is no such user in /etc/passwd, or it is root.",
                "Name an existing ordinary user as the server's user, or do not run as root.");

        foreach (string[] prefix in Ways(entry))
        {
            if (host.FileExists(prefix[0])
                && (await host.RunAsync(prefix[0], [.. prefix.Skip(1), "/bin/sh", "-c", "id -u"], "/", cancellationToken).ConfigureAwait(false))
                    is { ExitCode: 0 } output
                && output.Output.Trim() == entry[2])
            {
                return new ServerUser(entry[0], prefix);
            }
        }

        throw new SandboxException(
            $"PostgreSQL refuses to run as root, and none of setpriv, runuser and sudo can change to the user '{entry[0]}' here.",
            "Run as an ordinary user, or install util-linux (which has setpriv and runuser).");
    }

    private static IEnumerable<string[]> Ways(string[] entry)
    {
        foreach (string folder in new[] { "/usr/bin", "/bin" })
        {
            yield return [folder + "/setpriv", "--reuid=" + entry[2], "--regid=" + entry[3], "--clear-groups"];
        }

        foreach (string folder in new[] { "/usr/sbin", "/sbin" })
        {
            yield return [folder + "/runuser", "-u", entry[0], "--"];
        }

        yield return ["/usr/bin/sudo", "-n", "-u", entry[0], "--"];
    }
}
