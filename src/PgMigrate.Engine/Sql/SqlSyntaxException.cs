namespace PgMigrate.Engine.Sql;

/// <summary>A text that cannot be read as SQL, with the reason's name and place.</summary>
public sealed class SqlSyntaxException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="error">Which one.</param>
    /// <param name="message">What is wrong and what to do, one or two sentences, no position.</param>
    /// <param name="offset">Offset in the text that was read, where the trouble starts.</param>
    public SqlSyntaxException(SqlSyntaxError error, string message, int offset)
        : base(message)
    {
        Error = error;
        Offset = offset;
    }

    /// <summary>Which error it is.</summary>
    public SqlSyntaxError Error { get; }

    /// <summary>Offset in the text that was read, UTF-16 code units.</summary>
    public int Offset { get; }

    /// <summary>File, when the text came from one.</summary>
    public string? Path { get; init; }

    /// <summary>Place in the file; set by whoever knows the <see cref="SourceText"/>.</summary>
    public SourcePosition? Position { get; init; }

    /// <summary>The same error with its file and place.</summary>
    /// <param name="source">The text that was read.</param>
    public SqlSyntaxException In(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SqlSyntaxException(Error, Message, Offset)
        {
            Path = source.Path,
            Position = source.GetPosition(Math.Clamp(Offset, 0, source.Text.Length)),
        };
    }
}
