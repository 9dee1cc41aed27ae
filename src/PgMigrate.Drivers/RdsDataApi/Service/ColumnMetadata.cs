namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>A column of a result, in JDBC's terms.</summary>
internal sealed class ColumnMetadata
{
    /// <summary>JDBC type of an array's elements, or 0.</summary>
    public int? ArrayBaseColumnType { get; set; }

    /// <summary>Whether the database numbers it by itself.</summary>
    public bool? IsAutoIncrement { get; set; }

    /// <summary>Whether case matters in comparisons.</summary>
    public bool? IsCaseSensitive { get; set; }

    /// <summary>Whether it is money.</summary>
    public bool? IsCurrency { get; set; }

    /// <summary>Whether it is a number with a sign.</summary>
    public bool? IsSigned { get; set; }

    /// <summary>Its label.</summary>
    public string? Label { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>0 for NOT NULL, 1 for nullable, 2 when not known.</summary>
    public int? Nullable { get; set; }

    /// <summary>Digits or characters.</summary>
    public int? Precision { get; set; }

    /// <summary>Digits after the point.</summary>
    public int? Scale { get; set; }

    /// <summary>Schema of its table.</summary>
    public string? SchemaName { get; set; }

    /// <summary>Its table.</summary>
    public string? TableName { get; set; }

    /// <summary>JDBC type (<c>java.sql.Types</c>).</summary>
    public int? Type { get; set; }

    /// <summary>The database's name of its type.</summary>
    public string? TypeName { get; set; }
}
