namespace PgMigrate.Engine.Linting;

/// <summary>What the size of a table changes in a rule's findings, where a database told it.</summary>
public enum RuleSizeEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// What it warns of takes the longer the more rows there are: for information on a small table, a step more severe on a large one
    /// (<see cref="Facts.TableSizeLimits"/>).
    /// </summary>
    Duration,

    /// <summary>Rows are lost: for information on an empty table.</summary>
    Loss,
}
