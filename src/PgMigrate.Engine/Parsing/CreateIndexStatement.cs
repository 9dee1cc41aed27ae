namespace PgMigrate.Engine.Parsing;

/// <summary><c>CREATE INDEX</c>.</summary>
/// <param name="Name">Its name, or null when the server is to choose one.</param>
/// <param name="Table">The table.</param>
/// <param name="Keys">Its key columns in order; expressions count as <c>?</c>.</param>
public sealed record CreateIndexStatement(string? Name, TableReference Table, IReadOnlyList<string> Keys) : ParsedStatement
{
    /// <summary>True with <c>UNIQUE</c>.</summary>
    public bool IsUnique { get; init; }

    /// <summary>True with <c>CONCURRENTLY</c>.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>True with <c>ASYNC</c> (Aurora DSQL).</summary>
    public bool IsAsync { get; init; }

    /// <summary>True with <c>IF NOT EXISTS</c>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The access method after <c>USING</c>, or null.</summary>
    public string? Method { get; init; }

    /// <summary>True with <c>WHERE</c>.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The key list, parentheses included.</summary>
    public TextSpan KeyList { get; init; }
}
