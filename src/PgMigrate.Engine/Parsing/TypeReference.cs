namespace PgMigrate.Engine.Parsing;

/// <summary>A type as a statement names it.</summary>
/// <param name="Name">
/// Its name as <c>format_type</c> shows it, for the built-in ones (<c>integer</c> for <c>int4</c>, <c>timestamp without time zone</c> for
/// <c>timestamp</c>); serial types keep their own.
/// </param>
/// <param name="Arguments">The text of its modifiers without parentheses: <c>10,2</c>; empty when there are none.</param>
/// <param name="IsArray">True for an array of it.</param>
/// <param name="Span">Where it stands.</param>
public readonly record struct TypeReference(string Name, string Arguments, bool IsArray, TextSpan Span)
{
    /// <summary>True for the pseudo types that make a sequence and a default.</summary>
    public bool IsSerial => Name is "serial" or "bigserial" or "smallserial";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}{(Arguments.Length > 0 ? $"({Arguments})" : "")}{(IsArray ? "[]" : "")}";
}
