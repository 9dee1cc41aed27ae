using System.Management.Automation;
using PgMigrate.Connections;

namespace PgMigrate.Loading;

/// <summary>Called by PowerShell when the module comes and goes, once for each runspace.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Makes the drivers loadable. Nothing is read or opened here.</summary>
    public void OnImport() => DriverLoadContext.Install();

    /// <summary>Closes what this runspace opened. Other runspaces go on, so the drivers stay loadable.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => ConnectionRegistry.OfCurrentRunspace.Dispose();
}
