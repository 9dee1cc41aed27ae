namespace PgMigrate.Engine.Parsing;

/// <summary>A table or another relation as a statement names it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Span">Where it stands.</param>
public readonly record struct TableReference(ObjectName Name, TextSpan Span)
{
    /// <inheritdoc/>
    public override string ToString() => Name.ToString();
}
