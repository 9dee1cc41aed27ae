namespace PgMigrate.Engine.Scripting;

/// <summary>What became of one script.</summary>
/// <param name="Path">Full path of the script.</param>
/// <param name="Up">What applies it.</param>
/// <param name="Undo">What takes it back.</param>
public sealed record ScriptRendering(string Path, ScriptOutcome Up, ScriptOutcome Undo);
