using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Knows which statements find done what they ask for: their IF [NOT] EXISTS lets them pass.</summary>
internal static class NoEffect
{
    /// <summary>True when an action changes nothing.</summary>
    /// <param name="action">The action.</param>
    /// <param name="table">What is known of its table, or null.</param>
    public static bool Of(AlterAction action, TableFacts? table) => action.IsGuarded && table is not null && action.Kind switch
    {
        AlterActionKind.AddColumn => table.Column(action.Name) is not null,
        AlterActionKind.DropColumn => table.Lacks(action.Name),
        AlterActionKind.DropConstraint => table.HasAllConstraints && !table.Parts.Constraints.ContainsKey(action.Name),
        _ => false,
    };

    /// <summary>True when an index of the name is on the table already, so that IF NOT EXISTS builds none.</summary>
    /// <param name="index">The statement.</param>
    /// <param name="table">What is known of its table, or null.</param>
    public static bool Of(CreateIndexStatement index, TableFacts? table) =>
        index is { IfNotExists: true, Name: { } name } && table?.Parts.Indexes.ContainsKey(name) == true;
}
