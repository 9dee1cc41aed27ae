using System.Runtime.CompilerServices;
using PgMigrate.Drivers;
using PgMigrate.Engine.Scripting;
using PgMigrate.Settings;

namespace PgMigrate.Scripting;

/// <summary>Makes what runs migrations that are programs. Not inlined: a caller that does not get here loads no driver.</summary>
internal static class ScriptHosts
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IMigrationScriptHost Node(ScriptSettings settings)
    {
        var defaults = new NodeScriptOptions();
        return DriverFactory.CreateNodeScriptHost(defaults with
        {
            NodePath = settings.NodePath,
            Decamelize = settings.Decamelize,
            EnvironmentVariables = settings.EnvironmentVariables,
            ScriptTimeout = settings.ScriptTimeout ?? defaults.ScriptTimeout,
            TotalTimeout = settings.TotalTimeout ?? defaults.TotalTimeout,
            MemoryLimit = settings.MemoryLimit ?? defaults.MemoryLimit,
        });
    }
}
