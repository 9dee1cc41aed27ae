using System.Management.Automation;

namespace PgMigrate.Sources;

/// <summary>A full path, or why there is none.</summary>
internal sealed record ResolvedPath(string? FullPath, ErrorRecord? Error);
