namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What a change of a column's type does to the rows.</summary>
internal enum TypeChangeEffect
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>The table is written anew.</summary>
    Rewrite,
}
