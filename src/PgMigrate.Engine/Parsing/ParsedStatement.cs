namespace PgMigrate.Engine.Parsing;

/// <summary>What a statement says, as far as rules need it. A statement that the parser does not know is an <see cref="OpaqueStatement"/>.</summary>
public abstract record ParsedStatement
{
    /// <summary>The words that name the command: <c>CREATE TABLE</c>. A report without a better mark marks them.</summary>
    public TextSpan Head { get; init; }
}
