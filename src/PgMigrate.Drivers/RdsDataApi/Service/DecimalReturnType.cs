using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>How decimal numbers come.</summary>
internal sealed class DecimalReturnType(string value) : ConstantClass(value)
{
    /// <summary>As numbers.</summary>
    public static readonly DecimalReturnType DOUBLE_OR_LONG = new("DOUBLE_OR_LONG");

    /// <summary>As texts.</summary>
    public static readonly DecimalReturnType STRING = new("STRING");
}
