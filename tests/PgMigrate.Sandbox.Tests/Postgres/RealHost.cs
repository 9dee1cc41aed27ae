using System.Runtime.InteropServices;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

/// <summary>This machine, with other environment variables, that counts what it runs.</summary>
/// <param name="variables">What is asked of the environment. Programs that are run see this process's own: other tests run beside.</param>
/// <param name="privileged">Whether it is root, for those who ask.</param>
/// <param name="npmArguments">Added to each run of npm.</param>
internal sealed class RealHost(Dictionary<string, string?> variables, bool? privileged = null, params string[] npmArguments) : IHostSystem
{
    private int _npmRuns;

    public int NpmRuns => _npmRuns;

    public HostPlatform Platform => HostSystem.Current.Platform;

    public Architecture Architecture => HostSystem.Current.Architecture;

    public bool IsPrivileged => privileged ?? HostSystem.Current.IsPrivileged;

    public string HomeFolder => HostSystem.Current.HomeFolder;

    public string? Variable(string name) => variables.TryGetValue(name, out string? value) ? value : HostSystem.Current.Variable(name);

    public bool FileExists(string path) => HostSystem.Current.FileExists(path);

    public string Resolve(string path) => HostSystem.Current.Resolve(path);

    public IReadOnlyList<string> Folders(string parent) => HostSystem.Current.Folders(parent);

    public IReadOnlyList<string> Lines(string path) => HostSystem.Current.Lines(path);

    public Task<CommandOutput> RunAsync(string file, IReadOnlyList<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        if (Path.GetFileNameWithoutExtension(file) == "npm")
        {
            Interlocked.Increment(ref _npmRuns);
            arguments = [.. arguments, .. npmArguments];
        }

        return HostSystem.Current.RunAsync(file, arguments, folder, cancellationToken);
    }
}
