using PgMigrate.Engine.Linting;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>How migrations are converted.</summary>
public sealed record ConversionOptions
{
    /// <summary>Name of the new file instead of the source's; for a single migration.</summary>
    public string? Name { get; init; }

    /// <summary>True to number all anew; false keeps the source's numbers where the new folder is empty and they can be kept.</summary>
    public bool Renumber { get; init; }

    /// <summary>
    /// True for the newest alone: those after the last that was converted before, or the last one when none was. What a generator has just
    /// written.
    /// </summary>
    public bool NewestOnly { get; init; }

    /// <summary>The time of the conversion, for the head and for layouts whose versions are times.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>What the new files are checked for.</summary>
    public LintOptions Lint { get; init; } = new();

    /// <summary>How far findings are mended; null mends none.</summary>
    public Linting.Fixing.FixSafety? Fix { get; init; }
}
