using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>How whole numbers come.</summary>
internal sealed class LongReturnType(string value) : ConstantClass(value)
{
    /// <summary>As numbers.</summary>
    public static readonly LongReturnType LONG = new("LONG");

    /// <summary>As texts.</summary>
    public static readonly LongReturnType STRING = new("STRING");
}
