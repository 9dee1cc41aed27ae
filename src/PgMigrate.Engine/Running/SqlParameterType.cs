namespace PgMigrate.Engine.Running;

/// <summary>Types that values are bound as.</summary>
public enum SqlParameterType
{
    /// <summary><c>text</c>, from <see cref="string"/>.</summary>
    Text,

    /// <summary><c>integer</c>, from <see cref="int"/>.</summary>
    Integer,

    /// <summary><c>bigint</c>, from <see cref="long"/>.</summary>
    BigInt,

    /// <summary><c>boolean</c>, from <see cref="bool"/>.</summary>
    Boolean,

    /// <summary><c>uuid</c>, from <see cref="Guid"/>.</summary>
    Uuid,

    /// <summary>No type, from a <see cref="string"/>: the server takes the one that the statement wants. <c>text</c> through the RDS Data API.</summary>
    Unspecified,

    /// <summary><c>timestamptz</c>, from <see cref="DateTimeOffset"/>.</summary>
    TimestampTz,
}
