using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>What a text parameter stands for.</summary>
internal sealed class TypeHint(string value) : ConstantClass(value)
{
    /// <summary><c>YYYY-MM-DD</c>.</summary>
    public static readonly TypeHint DATE = new("DATE");

    /// <summary>A decimal number.</summary>
    public static readonly TypeHint DECIMAL = new("DECIMAL");

    /// <summary>A JSON text.</summary>
    public static readonly TypeHint JSON = new("JSON");

    /// <summary><c>HH:MM:SS[.FFF]</c>.</summary>
    public static readonly TypeHint TIME = new("TIME");

    /// <summary><c>YYYY-MM-DD HH:MM:SS[.FFF]</c>.</summary>
    public static readonly TypeHint TIMESTAMP = new("TIMESTAMP");

    /// <summary>A UUID.</summary>
    public static readonly TypeHint UUID = new("UUID");
}
