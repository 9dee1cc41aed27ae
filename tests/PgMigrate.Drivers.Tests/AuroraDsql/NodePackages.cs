using PgMigrate.Drivers.Tests.RealInput;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Runs scripts of node with the AWS signer and node-postgres of <see cref="NpmPeers"/>.</summary>
internal static class NodePackages
{
    /// <summary>Why the packages cannot be had, or null.</summary>
    public static string? SkipReason => NpmPeers.SkipReason;

    /// <summary>Runs a script of common JavaScript and gives what it printed.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        (int exit, string output, string errors) = await ExternalProgram.Get("node").RunAsync(["-e", script], environment, folder: NpmPeers.Folder);
        Assert.True(exit == 0, $"node ended with {exit}: {errors}{output}");
        return output;
    }
}
