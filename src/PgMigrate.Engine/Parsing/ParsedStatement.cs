namespace PgMigrate.Engine.Parsing;

/// <summary>What a statement says, as far as rules need it. A statement that the parser does not know is an <see cref="OpaqueStatement"/>.</summary>
public abstract record ParsedStatement
{
    /// <summary>The words that name the command: <c>CREATE TABLE</c>. A report without a better mark marks them.</summary>
    public TextSpan Head { get => _head; init => _head = value; }

    private TextSpan _head;

    /// <summary>Notes the head of a statement that was just read, without a copy of it.</summary>
    internal ParsedStatement Headed(TextSpan head)
    {
        _head = head;
        return this;
    }
}
