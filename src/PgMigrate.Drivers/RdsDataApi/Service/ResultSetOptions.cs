namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>How numbers are written in a result.</summary>
internal sealed class ResultSetOptions
{
    /// <summary>Decimal numbers: texts by default.</summary>
    public DecimalReturnType? DecimalReturnType { get; set; }

    /// <summary>Whole numbers: numbers by default.</summary>
    public LongReturnType? LongReturnType { get; set; }
}
