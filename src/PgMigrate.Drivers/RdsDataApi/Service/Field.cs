namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>A value; exactly one member is set.</summary>
internal sealed class Field
{
    /// <summary>An array; only in results.</summary>
    public ArrayValue? ArrayValue { get; set; }

    /// <summary>Binary data.</summary>
    public MemoryStream? BlobValue { get; set; }

    /// <summary>A truth value.</summary>
    public bool? BooleanValue { get; set; }

    /// <summary>A floating number.</summary>
    public double? DoubleValue { get; set; }

    /// <summary>True for NULL.</summary>
    public bool? IsNull { get; set; }

    /// <summary>A whole number.</summary>
    public long? LongValue { get; set; }

    /// <summary>A text, and every type that has no member of its own.</summary>
    public string? StringValue { get; set; }
}
