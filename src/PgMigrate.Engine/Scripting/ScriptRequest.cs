using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Scripting;

/// <summary>Scripts to run.</summary>
public sealed record ScriptRequest
{
    /// <summary>Full path of the folder they lie in.</summary>
    public required string Folder { get; init; }

    /// <summary>Full paths of all scripts of the folder, in run order: an earlier one may define what a later one uses.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Full path of the one whose statements are wanted; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Answers what a script asks the database while it runs; null where there is none.</summary>
    public IScriptDatabase? Database { get; init; }

    /// <summary>Told what scripts print, a message at a time; null drops it. Called from any thread.</summary>
    public Action<string>? Log { get; init; }
}
