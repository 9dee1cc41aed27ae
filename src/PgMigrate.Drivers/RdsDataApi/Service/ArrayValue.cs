namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>An array; exactly one member is set.</summary>
internal sealed class ArrayValue
{
    /// <summary>Arrays in the array.</summary>
    public List<ArrayValue>? ArrayValues { get; set; }

    /// <summary>Truth values.</summary>
    public List<bool>? BooleanValues { get; set; }

    /// <summary>Floating numbers.</summary>
    public List<double>? DoubleValues { get; set; }

    /// <summary>Whole numbers.</summary>
    public List<long>? LongValues { get; set; }

    /// <summary>Texts.</summary>
    public List<string>? StringValues { get; set; }
}
