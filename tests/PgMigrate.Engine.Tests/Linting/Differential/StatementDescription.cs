using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>Writes what our parser saw of a statement, the way <c>Fixtures/corpus/describe.mjs</c> writes what PostgreSQL's saw.</summary>
internal static class StatementDescription
{
    /// <summary>Objects that have no name of the usual kind.</summary>
    private static readonly HashSet<string> Nameless = ["USER MAPPING", "CAST", "TRANSFORM", "OPERATOR"];

    private static readonly HashSet<string> OddDrops = ["OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "CAST", "TRANSFORM", "AGGREGATE"];

    public static string Of(ParsedStatement statement) => statement switch
    {
        CreateTableStatement { IsFromQuery: true } table => TableHead(table) + " from query",
        CreateTableStatement table => TableHead(table)
            + Flags((table.PartitionBy is not null, "partitioned"), (table.PartitionOf is not null, "partition"), (table.Inherits is not null, "inherits"), (table.IsForeign, "foreign"))
            + string.Concat(table.Columns.Select(column => $"\n  {Column(column)}")) + string.Concat(table.Constraints.Select(constraint => $"\n  * {Constraint(constraint)}")),
        CreateIndexStatement index => $"CREATE INDEX {index.Name ?? "-"} on {index.Table} ({string.Join(',', index.Keys)}) {index.Method ?? "btree"}"
            + Flags((index.IsUnique, "unique"), (index.IsConcurrent, "concurrent"), (index.IfNotExists, "guarded"), (index.IsPartial, "partial")),
        CreateStatement create => $"CREATE {create.ObjectType}{(Nameless.Contains(create.ObjectType) ? "" : $" {create.Name}")}{(create.Table is { } on ? $" on {on}" : "")}".TrimEnd()
            + Flags((create.IsEnum, "enum"), (create.DomainConstraint is not null, "constrained"), (create.IfNotExists, "guarded")),
        AlterTableStatement alter => $"ALTER TABLE {alter.Table}" + string.Concat(alter.Actions.Select(action => $"\n  {Action(action)}")),
        AlterStatement alter => $"ALTER {Role(alter.ObjectType)}",
        DropStatement drop => $"DROP {Role(drop.ObjectType)}{(OddDrops.Contains(drop.ObjectType) ? " " : drop.ObjectType == "USER MAPPING" ? "" : $" {string.Join(',', drop.Names)}")}{(drop.Table is { } on ? $" on {on}" : "")}"
            + Flags((drop.IfExists, "guarded"), (drop.IsConcurrent, "concurrent"), (drop.IsCascade, "cascade")),
        TruncateStatement truncate => $"TRUNCATE {string.Join(',', truncate.Tables)}" + Flags((truncate.IsCascade, "cascade")),
        DataChangeStatement change => $"{change.Kind} {change.Table} ({string.Join(',', change.Columns)})"
            + Flags((change.Kind == DataChangeKind.Insert && change.IsFromQuery, "from query"), (change.HasWhere, "where")),
        SetStatement set => $"SET {set.Name}" + Flags((set.IsLocal, "local"), (set.Value is null, "reset")),
        TransactionStatement transaction => $"transaction {transaction.Control}",
        MaintenanceStatement maintenance => $"maintain {maintenance.Command} {maintenance.Target?.ToString() ?? "-"}" + Flags((maintenance.IsFull, "full"), (maintenance.IsConcurrent, "concurrent")),
        LockStatement locks => $"LOCK {string.Join(',', locks.Tables)} {locks.Mode}",
        DoStatement code => $"DO {code.Language}",
        GrantStatement grant => (grant.IsRevoke ? "REVOKE" : "GRANT") + Flags((grant.Public is not null, "public")),
        _ => "opaque",
    };

    /// <summary>PostgreSQL's parser keeps no difference between the three once they exist.</summary>
    private static string Role(string type) => type is "USER" or "GROUP" ? "ROLE" : type;

    private static string TableHead(CreateTableStatement table) =>
        $"CREATE TABLE {table.Table}" + Flags((table.IfNotExists, "guarded"), (table.IsTemporary, "temporary"), (table.IsUnlogged, "unlogged"));

    private static string Column(ColumnDefinition column)
    {
        IEnumerable<string> kinds = column.Constraints.Where(item => item.Kind is not ColumnConstraintKind.Other and not ColumnConstraintKind.Collate)
            .Select(item => item.References is { } other ? $" References({other})" : $" {item.Kind}");
        return $"{column.Name} {column.Type.Name}{(column.Type.IsArray ? "[]" : "")}{string.Concat(kinds)}";
    }

    private static string Constraint(TableConstraint constraint) => constraint.Kind
        + (constraint.Kind is TableConstraintKind.Check or TableConstraintKind.Exclude ? "" : $"({string.Join(',', constraint.Columns)})")
        + (constraint.Name is { } name ? $" named {name}" : "") + (constraint.References is { } other ? $" to {other}" : "") + (constraint.UsingIndex is { } index ? $" using {index}" : "")
        + Flags((constraint.IsNotValid, "not valid"), (constraint.IsDeferrable, "deferrable"));

    private static string Action(AlterAction action) => action.Kind switch
    {
        AlterActionKind.AddColumn => $"AddColumn {Column(action.Column!)}" + Flags((action.IsGuarded, "guarded")),
        AlterActionKind.AddConstraint => $"AddConstraint {Constraint(action.Constraint!)}",
        AlterActionKind.AlterType => $"AlterType {action.Name} {action.Type!.Value.Name}{(action.Type.Value.IsArray ? "[]" : "")}" + Flags((action.Expression is not null, "using")),
        AlterActionKind.RenameColumn or AlterActionKind.RenameConstraint => $"{action.Kind} {action.Name} to {action.NewName}",
        AlterActionKind.Other => "Other",
        _ => $"{action.Kind}{(action.Name.Length > 0 ? $" {action.Name}" : "")}" + Flags((action.IsGuarded, "guarded"), (action.IsCascade, "cascade"), (action.IsConcurrent, "concurrent")),
    };

    private static string Flags(params (bool On, string Word)[] flags) => string.Concat(flags.Where(flag => flag.On).Select(flag => $" {flag.Word}"));
}
