using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>The tables, indexes and types that statements name: what a database has to be asked about.</summary>
internal static class NamedObjects
{
    /// <summary>The names in a script, those in DO blocks included; names may come twice.</summary>
    public static IEnumerable<ObjectName> Of(SourceText script, CancellationToken cancellationToken) =>
        ParsedScript.Read(script, isUndo: false, cancellationToken).Statements.SelectMany(Of);

    private static IEnumerable<ObjectName> Of(LintStatement statement) => statement.Parsed switch
    {
        DoStatement { Language: "plpgsql", Body: { } body } => RoutineBody.Read(statement.Statement, body)
            .SelectMany(inner => Of(new LintStatement(inner, statement.Index) { IsInBody = true })),
        ParsedStatement other => Of(other),
    };

    private static IEnumerable<ObjectName> Of(ParsedStatement statement) => statement switch
    {
        CreateTableStatement table => Of(table.Columns, table.Constraints).Prepend(table.Table.Name).Concat(Of(table.PartitionOf)),
        AlterTableStatement alter => alter.Actions.SelectMany(Of).Prepend(alter.Table.Name),
        CreateIndexStatement index => index.Name is { } name ? [index.Table.Name, index.Table.Name with { Name = name }] : [index.Table.Name],
        CreateStatement create => Of(create.Table).Append(create.Name),
        AlterStatement alter => Of(alter.Table).Append(alter.Name),
        DropStatement drop => drop.Names.Select(name => name.Name).Concat(Of(drop.Table)),
        TruncateStatement truncate => truncate.Tables.Select(table => table.Name),
        LockStatement locks => locks.Tables.Select(table => table.Name),
        DataChangeStatement change => [change.Table.Name],
        MaintenanceStatement maintenance => Of(maintenance.Target),
        _ => [],
    };

    private static IEnumerable<ObjectName> Of(AlterAction action) =>
        Of(action.Column is { } column ? [column] : [], action.Constraint is { } constraint ? [constraint] : []).Concat(Of(action.Table));

    private static IEnumerable<ObjectName> Of(IEnumerable<ColumnDefinition> columns, IEnumerable<TableConstraint> constraints) =>
        columns.SelectMany(column => column.Constraints).Select(constraint => constraint.References)
            .Concat(constraints.Select(constraint => constraint.References)).SelectMany(Of)
            .Concat(constraints.Select(constraint => constraint.UsingIndex).OfType<string>().Select(name => new ObjectName(null, name)));

    private static IEnumerable<ObjectName> Of(TableReference? table) => table is { } found ? [found.Name] : [];
}
