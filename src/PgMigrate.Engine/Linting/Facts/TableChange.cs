using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What an action of ALTER TABLE makes of the parts of a table.</summary>
internal static class TableChange
{
    /// <summary>The table afterwards; the same where the action changes nothing that is known.</summary>
    public static TableFacts Apply(TableFacts table, AlterAction action, LintStatement statement) => action.Kind switch
    {
        AlterActionKind.AddColumn when action.Column is { } column && !(action.IsGuarded && table.Column(column.Name) is not null)
            => table.With(parts => new TablePartsBuilder(parts, table.Name.Name, statement).Add(column).Build()) with { HasAllConstraints = table.HasAllConstraints && column.Constraints.Count == 0 },
        AlterActionKind.DropColumn => table.With(parts => Without(parts, action.Name)),
        AlterActionKind.AlterType => Change(table, action.Name, column => column with { Type = action.Type }),
        AlterActionKind.SetNotNull => Change(table, action.Name, column => column with { IsNotNull = true }),
        AlterActionKind.DropNotNull => Change(table, action.Name, column => column with { IsNotNull = false }),
        AlterActionKind.SetDefault or AlterActionKind.AddIdentity => Change(table, action.Name, column => column with { HasDefault = true }),
        AlterActionKind.DropDefault => Change(table, action.Name, column => column with { HasDefault = false }),
        AlterActionKind.AddConstraint when action.Constraint is { } constraint
            => table.With(parts => new TablePartsBuilder(parts, table.Name.Name, statement).Add(constraint).Build()) with { HasAllConstraints = table.HasAllConstraints && constraint.Name is not null },
        AlterActionKind.DropConstraint => table.With(parts => parts with { Constraints = parts.Constraints.Remove(action.Name), Indexes = parts.Indexes.Remove(action.Name) }),
        AlterActionKind.ValidateConstraint when table.Parts.Constraints.TryGetValue(action.Name, out ConstraintFacts? constraint)
            => table.With(parts => parts with { Constraints = parts.Constraints.SetItem(action.Name, constraint with { IsValid = true }) }),
        AlterActionKind.RenameColumn => table.With(parts => Renamed(parts, action.Name, action.NewName)),
        AlterActionKind.RenameConstraint => table.With(parts => parts with { Constraints = Moved(parts.Constraints, action.Name, action.NewName), Indexes = Moved(parts.Indexes, action.Name, action.NewName) }),
        AlterActionKind.SetOwner => table with { Owner = null, IsOwned = null, MayDrop = null },
        _ => table,
    };

    private static TableFacts Change(TableFacts table, string column, Func<ColumnFacts, ColumnFacts> change) =>
        table.Column(column) is { } found ? table.With(parts => parts with { Columns = parts.Columns.SetItem(column, change(found)) })
        : table.HasAllColumns ? table
        : table.With(parts => parts with { Columns = parts.Columns.SetItem(column, change(default)) });

    /// <summary>Indexes and constraints that use a column go with it.</summary>
    private static TableParts Without(TableParts parts, string column) => parts with
    {
        Columns = parts.Columns.Remove(column),
        Constraints = parts.Constraints.RemoveRange(parts.Constraints.Where(pair => pair.Value.Columns.Concat(pair.Value.NotNull).Contains(column, StringComparer.Ordinal)).Select(pair => pair.Key)),
        Indexes = parts.Indexes.RemoveRange(parts.Indexes.Where(pair => pair.Value.Keys.Contains(column, StringComparer.Ordinal)).Select(pair => pair.Key)),
    };

    private static TableParts Renamed(TableParts parts, string from, string to)
    {
        return parts with
        {
            Columns = Moved(parts.Columns, from, to),
            Constraints = parts.Constraints.SetItems(parts.Constraints.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Columns = Replaced(pair.Value.Columns), NotNull = Replaced(pair.Value.NotNull) }))),
            Indexes = parts.Indexes.SetItems(parts.Indexes.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { Keys = Replaced(pair.Value.Keys) }))),
        };

        IReadOnlyList<string> Replaced(IReadOnlyList<string> names) => names.Contains(from, StringComparer.Ordinal) ? [.. names.Select(name => name == from ? to : name)] : names;
    }

    private static ImmutableDictionary<string, T> Moved<T>(ImmutableDictionary<string, T> map, string from, string to) =>
        map.TryGetValue(from, out T? found) ? map.Remove(from).SetItem(to, found) : map;
}
