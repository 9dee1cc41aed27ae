namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// When a table is so small that reading or rewriting it under lock is over before anybody notices, and when it is so large that it surely
/// is an outage. Between them a rule's own severity stands.
/// </summary>
/// <remarks>
/// The numbers come from what a server does in a second with a warm cache on modest hardware: it reads some hundred MB, writes some ten MB
/// of a table with an index or two, and looks up some 100,000 foreign keys. 8 MB and 10,000 rows are then rewritten in about a tenth of a
/// second; at a million rows or 1 GB it is many seconds to minutes, while every query on the table waits.
/// </remarks>
public sealed record TableSizeLimits
{
    /// <summary>Most rows of a small table; default 10,000.</summary>
    public long SmallRows { get; init; } = 10_000;

    /// <summary>Most bytes of a small table; default 8 MB.</summary>
    public long SmallBytes { get; init; } = 8L << 20;

    /// <summary>Fewest rows of a large table; default 1,000,000.</summary>
    public long LargeRows { get; init; } = 1_000_000;

    /// <summary>Fewest bytes of a large table; default 1 GB.</summary>
    public long LargeBytes { get; init; } = 1L << 30;

    /// <summary>The severity of what takes the longer the larger the table is: for information on a small one, a step up on a large one.</summary>
    /// <param name="severity">The rule's own.</param>
    /// <param name="size">The table's size.</param>
    public LintSeverity Judge(LintSeverity severity, TableSize size) =>
        IsSmall(size) ? LintSeverity.Information
        : IsLarge(size) ? (LintSeverity)Math.Min((int)severity + 1, (int)LintSeverity.Error)
        : severity;

    private bool IsSmall(TableSize size) => size.Bytes <= SmallBytes && (size.IsEmpty || size.Rows is null || size.Rows <= SmallRows);

    private bool IsLarge(TableSize size) => size.Rows >= LargeRows || size.Bytes >= LargeBytes;
}
