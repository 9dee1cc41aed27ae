using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>What fixing a migration or a text came to. Nothing is written yet: see <see cref="FixedFile.Write"/>.</summary>
public sealed record FixReport
{
    /// <summary>The fixes made, in the order they were made.</summary>
    public required IReadOnlyList<AppliedFix> Fixes { get; init; }

    /// <summary>The files that change: the migration's, and its undo script's when that is a file of its own.</summary>
    public required IReadOnlyList<FixedFile> Files { get; init; }

    /// <summary>What the rules find in the fixed text.</summary>
    public required LintReport After { get; init; }

    /// <summary>Why the migration must stay as it is, or null when it may be changed.</summary>
    public string? Refusal { get; init; }

    /// <summary>Findings left that a fix would mend which was not allowed: it needs review, or the migration must stay as it is.</summary>
    public int WithheldCount => After.Diagnostics.Count(diagnostic => diagnostic.Rewrite is not null);

    /// <summary>The migration as fixed, or null for a bare text.</summary>
    public Migration? Migration => After.Migration;

    /// <summary>The migration as it was, or null for a bare text.</summary>
    public required Migration? Before { get; init; }

    /// <summary>The fixed text of the part that applies the change.</summary>
    public required SourceText Text { get; init; }

    /// <summary>The migration when some of the files were written and the others stayed.</summary>
    /// <param name="written">Those written; of <see cref="Files"/>.</param>
    /// <exception cref="InvalidOperationException">A bare text was fixed.</exception>
    public Migration MigrationWith(IReadOnlyCollection<FixedFile> written)
    {
        ArgumentNullException.ThrowIfNull(written);
        Migration before = Before ?? throw new InvalidOperationException("A bare text was fixed.");
        Migration Now(SourceText part) => written.Any(file => file.Path == part.Path) ? Migration! : before;
        return before.UndoScript is { } undo ? Now(before.UpScript) with { UndoScript = Now(undo).UndoScript } : Now(before.UpScript);
    }
}
