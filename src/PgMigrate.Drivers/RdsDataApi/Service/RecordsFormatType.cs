using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>How rows come.</summary>
internal sealed class RecordsFormatType(string value) : ConstantClass(value)
{
    /// <summary>As one JSON text.</summary>
    public static readonly RecordsFormatType JSON = new("JSON");

    /// <summary>As records.</summary>
    public static readonly RecordsFormatType NONE = new("NONE");
}
