using System.Reflection;
using System.Runtime.Loader;

namespace PgMigrate.Loading;

/// <summary>
/// Holds the drivers and their packages apart from the session's: users have AWS.Tools or another Npgsql loaded.
/// The default context asks here for our own two assemblies; whatever else they need comes from <c>deps/</c> too. The engine and
/// PowerShell's assemblies are not there, so they are the default context's, the same types on both sides.
/// </summary>
internal sealed class DriverLoadContext : AssemblyLoadContext
{
    private static readonly string[] Doors = ["PgMigrate.Drivers", "PgMigrate.Sandbox"];
    private static readonly Lazy<DriverLoadContext> Instance = new(Create);

    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    private DriverLoadContext(string folder)
        : base("PgMigrate drivers")
    {
        _folder = folder;
        _resolver = new AssemblyDependencyResolver(Path.Combine(folder, "PgMigrate.Sandbox.dll"));
    }

    /// <summary>
    /// Starts to answer; more calls change nothing. There is no way back: a loaded assembly stays until the process ends,
    /// and other runspaces may be at work with it.
    /// </summary>
    public static void Install()
    {
        // -= first: the delegate is one and the same, so it is there once however often the module is imported.
        Default.Resolving -= OnResolving;
        Default.Resolving += OnResolving;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static Assembly? OnResolving(AssemblyLoadContext context, AssemblyName name) =>
        Doors.Contains(name.Name, StringComparer.Ordinal) ? Instance.Value.LoadDoor(name.Name!) : null;

    private static DriverLoadContext Create() =>
        new(Path.Combine(Path.GetDirectoryName(typeof(DriverLoadContext).Assembly.Location)!, "deps"));

    private Assembly? LoadDoor(string name)
    {
        string path = Path.Combine(_folder, name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
