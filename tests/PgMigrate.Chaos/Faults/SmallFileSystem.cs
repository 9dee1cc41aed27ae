using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Chaos.Faults;

/// <summary>A tmpfs of a few megabytes, open to everyone, gone when disposed.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private static readonly TimeSpan Limit = TestLimit.OneWait;

    /// <exception cref="InvalidOperationException">It cannot be mounted here.</exception>
    public SmallFileSystem(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new InvalidOperationException("only root on Linux can mount a small file system");
        }

        Path = Directory.CreateTempSubdirectory("pgm-full").FullName;
        if (!TryRun("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=1777"), "pgmigrate", Path))
        {
            Directory.Delete(Path);
            throw new InvalidOperationException("a small file system cannot be mounted here");
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        TryRun("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        return process.WaitForExit(Limit) && process.ExitCode == 0;
    }
}
