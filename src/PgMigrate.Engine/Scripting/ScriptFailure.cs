namespace PgMigrate.Engine.Scripting;

/// <summary>Why a script gave no statements.</summary>
/// <param name="Kind">What sort of reason.</param>
/// <param name="Message">It, as a sentence.</param>
/// <param name="Line">Line in the script, from 1; null when not known.</param>
/// <param name="Column">Column in the script, from 1; null when not known.</param>
public sealed record ScriptFailure(ScriptFailureKind Kind, string Message, int? Line = null, int? Column = null);
