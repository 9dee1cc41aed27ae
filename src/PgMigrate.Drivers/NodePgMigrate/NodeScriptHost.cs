using System.ComponentModel;
using System.Text.Json;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>Runs node-pg-migrate's JavaScript migrations in one child process of Node.js for a folder.</summary>
internal sealed class NodeScriptHost(NodeScriptOptions options) : IMigrationScriptHost
{
    private const int MostParents = 4;
    private NodeProgram? _program;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScriptRendering>> RenderAsync(ScriptRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _program ??= await NodeProgram.FindAsync(options.NodePath, cancellationToken).ConfigureAwait(false);
        var results = new ScriptResults(request);
        if (_program is not { } program)
        {
            return results.All(new ScriptFailure(ScriptFailureKind.NoHost, "It is a program for Node.js, and there is no node on PATH."));
        }

        if (program.Version < NodeProgram.Oldest)
        {
            return results.All(new ScriptFailure(ScriptFailureKind.NoHost, $"It needs Node.js {NodeProgram.Oldest} or newer, which can keep it to its own files; {program.Path} is {program.Version}."));
        }

        string folder = NodeScripts.RealFolder(request.Folder);
        string project = NodeScripts.RealFolder(options.ProjectFolder ?? ProjectOf(folder));
        try
        {
            using NodeScripts scripts = NodeScripts.Write();
            NodeProcess process = NodeProcess.Start(program, scripts, project, options);
            await using (process.ConfigureAwait(false))
            {
                var run = new NodeRun(process, request, results, options, program, folder);
                return await run.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return results.All(new ScriptFailure(ScriptFailureKind.Error, $"What Node.js said could not be read: {error.Message}"));
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return results.All(new ScriptFailure(ScriptFailureKind.NoHost, $"Node.js could not be started: {error.Message}"));
        }
    }

    /// <summary>The nearest folder at or above with a package.json, a few levels up at most; else the folder itself.</summary>
    private static string ProjectOf(string folder)
    {
        DirectoryInfo? at = new(folder);
        for (int up = 0; at?.Parent is not null && up <= MostParents; up++, at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "package.json")))
            {
                return at.FullName;
            }
        }

        return folder;
    }
}
