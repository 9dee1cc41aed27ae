namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The members of the service's <c>Field</c>.</summary>
internal enum FieldKind
{
    /// <summary><c>stringValue</c>.</summary>
    Text,

    /// <summary><c>longValue</c>.</summary>
    Long,

    /// <summary><c>doubleValue</c>.</summary>
    Double,

    /// <summary><c>booleanValue</c>.</summary>
    Boolean,

    /// <summary><c>blobValue</c>.</summary>
    Blob,

    /// <summary><c>stringValue</c>, or a number when asked for.</summary>
    Decimal,

    /// <summary><c>stringValue</c> without a zone: UTC.</summary>
    TimestampTz,

    /// <summary><c>arrayValue</c>.</summary>
    Array,

    /// <summary>A type that the service does not return.</summary>
    Unsupported,
}
