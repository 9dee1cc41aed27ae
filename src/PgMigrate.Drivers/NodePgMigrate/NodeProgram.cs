using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>A Node.js, and what its version wants to be started with.</summary>
/// <param name="Path">Full path of the program.</param>
/// <param name="Version">Its version.</param>
internal sealed record NodeProgram(string Path, Version Version)
{
    /// <summary>The oldest that is run: the first with a permission model (Node.js 20.0, <c>--experimental-permission</c>).</summary>
    public static Version Oldest { get; } = new(20, 0);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Whether it runs TypeScript by leaving the types out (22.6; without a flag since 22.18 and 23.6).</summary>
    public bool StripsTypes => Version >= new Version(22, 6);

    /// <summary>The switches of the permission model (renamed in 22.13 and 23.5) and of TypeScript.</summary>
    public IEnumerable<string> Switches
    {
        get
        {
            bool renamed = Version >= new Version(23, 5) || (Version.Major == 22 && Version >= new Version(22, 13));
            yield return renamed ? "--permission" : "--experimental-permission";
            bool asks = StripsTypes && !(Version >= new Version(23, 6) || (Version.Major == 22 && Version >= new Version(22, 18)));
            if (asks)
            {
                yield return "--experimental-strip-types";
            }
        }
    }

    /// <summary>The program of that path, or the first on PATH; null when there is none that tells its version.</summary>
    public static async Task<NodeProgram?> FindAsync(string? path, CancellationToken cancellationToken)
    {
        path ??= OnPath();
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        var start = new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove("NODE_OPTIONS");
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            string said = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return Parse(said) is { } version ? new NodeProgram(path, version) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            NodeProcess.Kill(process);
        }
    }

    private static Version? Parse(string said)
    {
        string text = said.Trim().TrimStart('v');
        int end = text.AsSpan().IndexOfAnyExcept("0123456789.");
        return Version.TryParse(end < 0 ? text : text[..end], out Version? version) ? version : null;
    }

    private static string? OnPath()
    {
        string name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(System.IO.Path.IsPathFullyQualified)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Node.js {Version}");
}
