using System.Globalization;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>Turns a row of <c>migration_log</c> into an entry.</summary>
internal static class MigrationLogRow
{
    /// <summary>
    /// Milliseconds since the transaction began, by the server's clock. Operators are named with their schema: a migration
    /// may have left any search path behind.
    /// </summary>
    public const string ServerMilliseconds =
        "(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) pg_catalog.transaction_timestamp())"
        + " OPERATOR(pg_catalog.*) 1000::double precision)::bigint";

    private static readonly Dictionary<string, MigrationLogStatus> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["running"] = MigrationLogStatus.Running,
        ["completed"] = MigrationLogStatus.Completed,
        ["failed"] = MigrationLogStatus.Failed,
        ["partial"] = MigrationLogStatus.Partial,
        ["baseline"] = MigrationLogStatus.Baseline,
        ["undone"] = MigrationLogStatus.Undone,
        ["undoing"] = MigrationLogStatus.Undoing,
        ["undo partial"] = MigrationLogStatus.UndoPartial,
    };

    public static string TextOf(MigrationLogStatus status) => Statuses.First(pair => pair.Value == status).Key;

    /// <summary>Columns in the order of the store's SELECT.</summary>
    public static MigrationLogEntry FromColumns(SqlRow row)
    {
        string status = row.GetString(3) ?? "pending";
        return new MigrationLogEntry
        {
            Id = row.GetInt64(0),
            StepNumber = (int)row.GetInt64(1),
            FileName = row.GetString(2) ?? "",
            StatusText = status,
            Status = Statuses.GetValueOrDefault(status),
            ErrorMessage = row.GetString(4),
            ExecutedAt = ReadTime(row.Values[5]),
            Version = row.GetString(6),
            Checksum = row.GetString(7)?.TrimEnd(),
            StatementsApplied = ReadNumber(row.Values[8]),
            StatementsTotal = ReadNumber(row.Values[9]),
            Duration = ReadDuration(row, 10),
            AppliedBy = row.GetString(11),
            RunId = row.Values[12] is null ? null : Guid.Parse(row.GetString(12)!),
            ToolVersion = row.GetString(13),
            BatchProgress = row.GetString(14),
        };
    }

    private static int? ReadNumber(object? value) => value is null ? null : Convert.ToInt32(value, CultureInfo.InvariantCulture);

    /// <summary>A duration in milliseconds; what no run can have taken is cut to the longest that can be told.</summary>
    public static TimeSpan? ReadDuration(SqlRow row, int column) => row.Values[column] is null
        ? null : TimeSpan.FromMilliseconds(Math.Clamp(row.GetInt64(column), 0, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond));

    /// <summary>A time of a result; without a zone it is UTC.</summary>
    public static DateTimeOffset? ReadTime(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => DateTimeOffset.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };
}
