namespace PgMigrate.Engine.Parsing;

/// <summary>What may follow a column's type.</summary>
public enum ColumnConstraintKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary><c>NOT NULL</c>.</summary>
    NotNull,

    /// <summary><c>NULL</c>.</summary>
    Null,

    /// <summary><c>DEFAULT expression</c>.</summary>
    Default,

    /// <summary><c>CHECK (…)</c>.</summary>
    Check,

    /// <summary><c>UNIQUE</c>.</summary>
    Unique,

    /// <summary><c>PRIMARY KEY</c>.</summary>
    PrimaryKey,

    /// <summary><c>REFERENCES table</c>.</summary>
    References,

    /// <summary><c>GENERATED ALWAYS AS (…) STORED</c>.</summary>
    GeneratedStored,

    /// <summary><c>GENERATED ALWAYS AS (…) VIRTUAL</c>, the default since PostgreSQL 18.</summary>
    GeneratedVirtual,

    /// <summary><c>GENERATED … AS IDENTITY</c>.</summary>
    Identity,

    /// <summary><c>COLLATE name</c>.</summary>
    Collate,
}
