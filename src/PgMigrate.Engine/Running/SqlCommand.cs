namespace PgMigrate.Engine.Running;

/// <summary>One statement to send; never more than one.</summary>
/// <param name="Text">The statement, without a closing semicolon. Parameters are written <c>$1</c>, <c>$2</c>, ….</param>
public sealed record SqlCommand(ReadOnlyMemory<char> Text)
{
    /// <summary>A command from a string.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="parameters">Values for <c>$1</c>, <c>$2</c>, ….</param>
    public SqlCommand(string text, params SqlParameter[] parameters)
        : this(text.AsMemory()) => Parameters = parameters;

    /// <summary>Values for <c>$1</c>, <c>$2</c>, …; empty for the user's own statements.</summary>
    public IReadOnlyList<SqlParameter> Parameters { get; init; } = [];

    /// <summary>What it is for.</summary>
    public SqlCommandPurpose Purpose { get; init; }

    /// <summary>Data lines for a <c>COPY … FROM STDIN</c>, else null.</summary>
    public ReadOnlyMemory<char>? CopyData { get; init; }
}
