namespace PgMigrate.Engine.History.Comparing;

/// <summary>How a migration stands in two histories, or in a folder and a history.</summary>
public enum HistoryRelationship
{
    /// <summary>Applied in both, and the same.</summary>
    Both,

    /// <summary>Applied in the first, or a file of the folder, and not in the second.</summary>
    OnlyInReference,

    /// <summary>Applied in the second and not in the first, or without a file.</summary>
    OnlyInDifference,

    /// <summary>In both, but its text is another one than was applied, or it failed or stopped half-way in one of them.</summary>
    Changed,

    /// <summary>In neither, and the tool of one of them will never apply it, since a later one is there: drizzle 0.x and a late merge.</summary>
    Skipped,

    /// <summary>A file that neither history has, or that is not for this database: no difference between them.</summary>
    Neither,
}
