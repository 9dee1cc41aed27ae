namespace PgMigrate.Engine.Parsing;

/// <summary>The kinds of table constraint.</summary>
public enum TableConstraintKind
{
    /// <summary><c>CHECK (…)</c>.</summary>
    Check,

    /// <summary><c>NOT NULL column</c> as a table constraint (PostgreSQL 18).</summary>
    NotNull,

    /// <summary><c>UNIQUE</c>.</summary>
    Unique,

    /// <summary><c>PRIMARY KEY</c>.</summary>
    PrimaryKey,

    /// <summary><c>FOREIGN KEY … REFERENCES</c>.</summary>
    ForeignKey,

    /// <summary><c>EXCLUDE</c>.</summary>
    Exclude,
}
