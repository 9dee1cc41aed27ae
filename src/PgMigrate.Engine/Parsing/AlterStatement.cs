namespace PgMigrate.Engine.Parsing;

/// <summary>An <c>ALTER</c> of something other than a table.</summary>
/// <param name="ObjectType">What is altered, in upper case.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action">What is done: up to three words in upper case, <c>ADD VALUE</c>, <c>RENAME TO</c>; empty when it is none of those known.</param>
public sealed record AlterStatement(string ObjectType, ObjectName Name, string Action) : ParsedStatement
{
    /// <summary>True with <c>IF [NOT] EXISTS</c>.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>True when <c>BEFORE</c> or <c>AFTER</c> places an enum value.</summary>
    public bool IsPlaced { get; init; }

    /// <summary>The table of a trigger, policy or rule; null otherwise.</summary>
    public TableReference? Table { get; init; }

    /// <summary>True with <c>NOT VALID</c>.</summary>
    public bool IsNotValid { get; init; }
}
