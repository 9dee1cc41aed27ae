using System.Runtime.InteropServices;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

/// <summary>A machine that holds exactly what a test says.</summary>
internal sealed class FakeHost : IHostSystem
{
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    public List<string> Ran { get; } = [];

    public string[] OsRelease { get; set; } = [];

    public string[] Users { get; set; } = [];

    public Func<string, IReadOnlyList<string>, CommandOutput> Run { get; set; } = (_, _) => new CommandOutput(0, "postgres (PostgreSQL) 17.2\n", "");

    public HostPlatform Platform { get; set; } = HostPlatform.Linux;

    public Architecture Architecture { get; set; } = Architecture.X64;

    public bool IsPrivileged { get; set; }

    public string HomeFolder { get; set; } = "/home/ann";

    public FakeHost WithServer(params string[] folders)
    {
        foreach (string folder in folders)
        {
            foreach (string program in new[] { "initdb", "pg_ctl", "postgres" })
            {
                Files.Add(Path.Combine(folder, program + (Platform == HostPlatform.Windows ? ".exe" : "")));
            }
        }

        return this;
    }

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool FileExists(string path) => Files.Contains(path);

    public string Resolve(string path) => Links.GetValueOrDefault(path, path);

    public IReadOnlyList<string> Folders(string parent) =>
        Files.Where(file => file.StartsWith(parent + "/", StringComparison.Ordinal))
            .Select(file => file[(parent.Length + 1)..])
            .Where(rest => rest.Contains('/'))
            .Select(rest => parent + "/" + rest[..rest.IndexOf('/')])
            .Distinct()
            .ToArray();

    public IReadOnlyList<string> Lines(string path) => path switch
    {
        "/etc/os-release" => OsRelease,
        "/etc/passwd" => Users,
        _ => [],
    };

    public Task<CommandOutput> RunAsync(string file, IReadOnlyList<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        Ran.Add(file + " " + string.Join(' ', arguments));
        return Task.FromResult(Run(file, arguments));
    }
}
