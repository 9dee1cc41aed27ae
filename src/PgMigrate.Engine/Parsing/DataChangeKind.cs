namespace PgMigrate.Engine.Parsing;

/// <summary>The statements that change rows.</summary>
public enum DataChangeKind
{
    /// <summary><c>INSERT</c>.</summary>
    Insert,

    /// <summary><c>UPDATE</c>.</summary>
    Update,

    /// <summary><c>DELETE</c>.</summary>
    Delete,

    /// <summary><c>MERGE</c>.</summary>
    Merge,

    /// <summary><c>COPY … FROM</c>.</summary>
    Copy,
}
