namespace PgMigrate.Engine.Running;

/// <summary>Which migrations a run takes back. Without <see cref="Selected"/>, <see cref="ToVersion"/> and <see cref="Last"/> it is the last applied one.</summary>
public sealed record UndoOptions
{
    /// <summary>This many, counted from the last applied one; null means 1.</summary>
    public int? Last { get; init; }

    /// <summary>Everything applied after this version or file name, which stays; null goes by <see cref="Last"/>.</summary>
    public string? ToVersion { get; init; }

    /// <summary>Only these file names, as far as they are applied; null goes by the other two. What follows them must be among them.</summary>
    public IReadOnlySet<string>? Selected { get; init; }

    /// <summary>Take back a migration although its file has changed since it was applied.</summary>
    public bool AllowChanged { get; init; }

    /// <summary>Run nothing: only record that the migrations are taken back, because they were by other means.</summary>
    public bool MarkOnly { get; init; }
}
