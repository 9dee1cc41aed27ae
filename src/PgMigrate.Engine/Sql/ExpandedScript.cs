namespace PgMigrate.Engine.Sql;

/// <summary>A script with its variables filled in.</summary>
/// <param name="Script">The text to split; its positions are those of the file. The same object when nothing was filled in.</param>
/// <param name="Unset">Variables without a value.</param>
/// <param name="NotFilled">Variables that have a value and stand as <c>${name}</c> in a literal, a quoted name, a body or a comment, where nothing is filled in.</param>
public sealed record ExpandedScript(SourceText Script, IReadOnlyList<VariableUse> Unset, IReadOnlyList<VariableUse> NotFilled);
