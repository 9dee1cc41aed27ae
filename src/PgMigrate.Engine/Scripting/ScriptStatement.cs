namespace PgMigrate.Engine.Scripting;

/// <summary>SQL that a script asked for in one call.</summary>
/// <param name="Sql">One statement or several, the last with its semicolon.</param>
/// <param name="Line">Line of the call in the script, from 1; null when not known.</param>
/// <param name="Column">Column of the call, from 1; null when not known.</param>
public sealed record ScriptStatement(string Sql, int? Line, int? Column);
