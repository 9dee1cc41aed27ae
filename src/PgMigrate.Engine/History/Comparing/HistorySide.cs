namespace PgMigrate.Engine.History.Comparing;

/// <summary>One of the two things to compare.</summary>
/// <param name="Sessions">The database; null for the folder itself.</param>
public sealed record HistorySide(Running.ISqlSessionFactory? Sessions)
{
    /// <summary>The files of the folder, each of which counts as there.</summary>
    public static HistorySide Folder { get; } = new((Running.ISqlSessionFactory?)null);

    /// <summary>Name of the history's format, <see cref="HistoryFormats.Native"/> or <see cref="HistoryFormats.Auto"/>; null is the native one.</summary>
    public string? Format { get; init; }

    /// <summary>The table; null looks where the format usually keeps it.</summary>
    public HistoryTableName? Table { get; init; }

    /// <summary>Another search path than the session's, to find our own table by; null for the session's.</summary>
    public string? SearchPath { get; init; }
}
