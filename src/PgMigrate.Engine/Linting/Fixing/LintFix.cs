using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>What would mend a finding. Its edits are made all or none.</summary>
/// <param name="Title">What it does, in the imperative, without a full stop.</param>
/// <param name="Safety">How far a machine may go with it.</param>
/// <param name="Edits">The pieces to replace in rising order, not overlapping; new lines in them are LF and become those of the file.</param>
public sealed record LintFix(string Title, FixSafety Safety, IReadOnlyList<SourceEdit> Edits)
{
    /// <summary>The same fix in a text that begins earlier.</summary>
    /// <param name="by">How much earlier, in UTF-16 code units.</param>
    internal LintFix Moved(int by) => by == 0 ? this : this with { Edits = [.. Edits.Select(edit => edit with { Start = edit.Start + by })] };
}
