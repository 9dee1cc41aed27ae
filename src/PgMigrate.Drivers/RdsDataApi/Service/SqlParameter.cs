namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>A value for a parameter.</summary>
internal sealed class SqlParameter
{
    /// <summary>Its name, without the colon.</summary>
    public string? Name { get; set; }

    /// <summary>Its value.</summary>
    public Field? Value { get; set; }

    /// <summary>What a text stands for, or null.</summary>
    public TypeHint? TypeHint { get; set; }
}
