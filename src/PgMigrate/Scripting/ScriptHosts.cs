using System.Runtime.CompilerServices;
using PgMigrate.Drivers;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Scripting;

/// <summary>Makes what runs migrations that are programs. Not inlined: a caller that does not get here loads no driver.</summary>
internal static class ScriptHosts
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IMigrationScriptHost Node() => DriverFactory.CreateNodeScriptHost();
}
