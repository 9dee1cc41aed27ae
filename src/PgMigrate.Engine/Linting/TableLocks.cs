using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>Knows which lock a statement takes on a table that was there before (manual, 13.3.1 and the pages of the commands).</summary>
public static class TableLocks
{
    /// <summary>The strongest lock on a table that other sessions may use; none for tables the script made.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="tables">The tables the script made.</param>
    public static LockMode Of(ParsedStatement statement, ScriptTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return statement switch
        {
            AlterTableStatement alter => tables.Contains(alter.Table) ? LockMode.None : alter.Actions.Select(Of).DefaultIfEmpty(LockMode.None).Max(),
            CreateIndexStatement index => tables.Contains(index.Table) ? LockMode.None : index.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.Share,
            CreateStatement { ObjectType: "TRIGGER", Table: { } table } => tables.Contains(table) ? LockMode.None : LockMode.ShareRowExclusive,
            CreateStatement { ObjectType: "POLICY" or "RULE", Table: { } table } => tables.Contains(table) ? LockMode.None : LockMode.AccessExclusive,
            DropStatement { ObjectType: "TRIGGER" or "POLICY" or "RULE", Table: { } table } => tables.Contains(table) ? LockMode.None : LockMode.AccessExclusive,
            DropStatement { ObjectType: "INDEX", IsConcurrent: true } => LockMode.ShareUpdateExclusive,
            DropStatement { ObjectType: "INDEX" } => LockMode.AccessExclusive,
            DropStatement { ObjectType: "TABLE" or "VIEW" or "MATERIALIZED VIEW" } drop => drop.Names.All(tables.Contains) ? LockMode.None : LockMode.AccessExclusive,
            TruncateStatement truncate => truncate.Tables.All(tables.Contains) ? LockMode.None : LockMode.AccessExclusive,
            MaintenanceStatement { Command: "VACUUM", IsFull: false } => LockMode.ShareUpdateExclusive,
            MaintenanceStatement { Command: "REINDEX" } reindex => reindex.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive,
            MaintenanceStatement { Command: "REFRESH MATERIALIZED VIEW", IsConcurrent: true } => LockMode.Exclusive,
            MaintenanceStatement maintenance => maintenance.Target is { } target && tables.Contains(target) ? LockMode.None : LockMode.AccessExclusive,
            _ => LockMode.None,
        };
    }

    /// <summary>The lock of one action of ALTER TABLE.</summary>
    /// <param name="action">The action.</param>
    public static LockMode Of(AlterAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Kind switch
        {
            AlterActionKind.ValidateConstraint or AlterActionKind.AttachPartition => LockMode.ShareUpdateExclusive,
            AlterActionKind.DetachPartition => action.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive,
            AlterActionKind.AddConstraint when action.Constraint!.Kind == TableConstraintKind.ForeignKey => LockMode.ShareRowExclusive,
            AlterActionKind.SwitchTrigger => LockMode.ShareRowExclusive,
            _ => LockMode.AccessExclusive,
        };
    }
}
