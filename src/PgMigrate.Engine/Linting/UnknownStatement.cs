using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>A statement of a kind that the parser does not know. No error: the server may know it.</summary>
/// <param name="Text">Its first line, cut at 120 characters, secrets taken out.</param>
/// <param name="Position">Where it starts in its file.</param>
public sealed record UnknownStatement(string Text, SourcePosition Position)
{
    /// <summary>Line of <see cref="Position"/>, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>Column of <see cref="Position"/>, in code points from 1.</summary>
    public int Column => Position.Column;

    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Text}";
}
