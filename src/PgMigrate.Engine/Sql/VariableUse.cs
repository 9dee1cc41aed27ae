namespace PgMigrate.Engine.Sql;

/// <summary>A place where a script names a variable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Written">As it stands there: <c>:'name'</c>, <c>${name}</c>.</param>
/// <param name="Position">Where.</param>
public sealed record VariableUse(string Name, string Written, SourcePosition Position);
