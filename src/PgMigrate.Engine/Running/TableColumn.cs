namespace PgMigrate.Engine.Running;

/// <summary>A column as the catalog has it.</summary>
/// <param name="Type">Its type without length, as SQL reads it.</param>
/// <param name="IsNotNull">True when it takes no NULL.</param>
internal readonly record struct TableColumn(string Type, bool IsNotNull);
