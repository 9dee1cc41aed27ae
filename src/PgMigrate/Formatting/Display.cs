using System.ComponentModel;
using System.Globalization;
using PgMigrate.Engine.Linting;

namespace PgMigrate.Formatting;

/// <summary>Texts for the table views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Display
{
    /// <summary>A duration in the unit that suits it: <c>12 ms</c>, <c>3.4 s</c>, <c>2:05 min</c>.</summary>
    /// <param name="duration">The duration, or null.</param>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalMilliseconds: < 1000 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}:{time.Seconds:00} min"),
    };

    /// <summary>A time of the server's in UTC, to the second.</summary>
    /// <param name="time">The time, or null.</param>
    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Statements done of statements there are, <c>3/7</c>; empty for a baseline, which runs none.</summary>
    /// <param name="applied">Done, or null.</param>
    /// <param name="total">All, or null.</param>
    public static string Statements(int? applied, int? total) =>
        applied is null || total is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{applied}/{total}");

    /// <summary>A test with its findings: a line that sums up, then each with its source line and a mark. Coloured; the host takes colours out.</summary>
    /// <param name="test">The test.</param>
    /// <param name="basePath">Paths below it are shown from there.</param>
    public static string Report(MigrationSqlTest test, string? basePath)
    {
        ArgumentNullException.ThrowIfNull(test);
        string counts = string.Join(", ", new[]
        {
            Count(test.ErrorCount, "error"), Count(test.WarningCount, "warning"),
            test.InformationCount > 0 ? $"{test.InformationCount} for information" : "",
            test.SuppressedCount > 0 ? $"{test.SuppressedCount} suppressed" : "",
        }.Where(part => part.Length > 0));
        string head = $"{test.FileName ?? "SQL"}: {(test.Passed ? "passed" : "failed")}{(counts.Length > 0 ? $" ({counts})" : "")}";
        head = string.Join('\n', test.Fixes.Select(fix => $"  fixed {fix}").Prepend(head));
        head += LintRenderer.Describe(test.Coverage) is { } unknown ? $"\n  {unknown}" : "";
        return test.Diagnostics.Count == 0 ? head : $"{head}\n\n{test.Render(basePath, color: true)}";
    }

    /// <summary>Where a finding is: <c>0007_drop.sql:3:1</c>.</summary>
    /// <param name="diagnostic">The finding.</param>
    public static string Place(LintDiagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return $"{(diagnostic.Path is null ? "<sql>" : Path.GetFileName(diagnostic.Path))}:{diagnostic.Position}";
    }

    private static string Count(int number, string noun) => number switch
    {
        0 => "",
        1 => $"1 {noun}",
        _ => $"{number} {noun}s",
    };
}
