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
            AlterTableStatement alter => OfActions(alter, tables),
            CreateTableStatement { IsTemporary: false } table => OfCreate(table, tables),
            CreateIndexStatement index => tables.Contains(index.Table) ? LockMode.None : index.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.Share,
            CreateStatement create => OfCreate(create, tables),
            AlterStatement alter => OfAlter(alter, tables),
            DropStatement drop => OfDrop(drop, tables),
            TruncateStatement truncate => truncate.Tables.All(tables.Contains) ? LockMode.None : LockMode.AccessExclusive,
            LockStatement locks => locks.Tables.All(tables.Contains) ? LockMode.None : Named(locks.Mode),
            MaintenanceStatement maintenance => maintenance.Target is { } target && tables.Contains(target) ? LockMode.None : OfMaintenance(maintenance),
            OpaqueStatement { Command: "ANALYZE" or "ANALYSE" } => LockMode.ShareUpdateExclusive,
            OpaqueStatement { Command: "COMMENT", Subject: "TABLE" or "COLUMN" or "INDEX" or "VIEW" or "MATERIALIZED" or "SEQUENCE" } => LockMode.ShareUpdateExclusive,
            _ => LockMode.None,
        };
    }

    /// <summary>The lock of one action of ALTER TABLE on the table itself.</summary>
    /// <param name="action">The action.</param>
    public static LockMode Of(AlterAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Kind switch
        {
            AlterActionKind.ValidateConstraint or AlterActionKind.AttachPartition or AlterActionKind.SetParameter => LockMode.ShareUpdateExclusive,
            AlterActionKind.DetachPartition => action.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive,
            AlterActionKind.AddConstraint when action.Constraint!.Kind == TableConstraintKind.ForeignKey => LockMode.ShareRowExclusive,
            AlterActionKind.SwitchTrigger => LockMode.ShareRowExclusive,
            _ => LockMode.AccessExclusive,
        };
    }

    /// <summary>ATTACH PARTITION takes its strong lock on the partition; the parent's is weak.</summary>
    private static LockMode OfActions(AlterTableStatement alter, ScriptTables tables)
    {
        LockMode strongest = LockMode.None;
        foreach (AlterAction action in alter.Actions)
        {
            LockMode own = tables.Contains(alter.Table) ? LockMode.None : Of(action);
            bool attaches = action.Kind == AlterActionKind.AttachPartition && action.Table is { } partition && !tables.Contains(partition);
            strongest = (LockMode)Math.Max((int)strongest, (int)(attaches ? LockMode.AccessExclusive : own));
        }

        return strongest;
    }

    private static LockMode OfCreate(CreateTableStatement table, ScriptTables tables)
    {
        if (table.PartitionOf is { } parent && !tables.Contains(parent))
        {
            return LockMode.AccessExclusive;
        }

        IEnumerable<TableReference?> others = table.Constraints.Select(constraint => constraint.References)
            .Concat(table.Columns.SelectMany(column => column.Constraints).Select(constraint => constraint.References));
        return others.Any(other => other is { } found && found.Name != table.Table.Name && !tables.Contains(found)) ? LockMode.ShareRowExclusive
            : table.Inherits is not null ? LockMode.ShareUpdateExclusive
            : LockMode.None;
    }

    private static LockMode OfCreate(CreateStatement create, ScriptTables tables) => create switch
    {
        { Table: { } table } when tables.Contains(table) => LockMode.None,
        { ObjectType: "TRIGGER" } => LockMode.ShareRowExclusive,
        { ObjectType: "POLICY" or "RULE" } => LockMode.AccessExclusive,
        { ObjectType: "VIEW", OrReplace: true, IsTemporary: false } => tables.Contains(create.Name) ? LockMode.None : LockMode.AccessExclusive,
        { ObjectType: "STATISTICS" or "PUBLICATION" } => LockMode.ShareUpdateExclusive,
        _ => LockMode.None,
    };

    private static LockMode OfAlter(AlterStatement alter, ScriptTables tables) => alter switch
    {
        { Table: { } table } => tables.Contains(table) ? LockMode.None : LockMode.AccessExclusive,
        { ObjectType: "INDEX" } => alter.Action == "SET TABLESPACE" ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive,
        { ObjectType: "VIEW" or "MATERIALIZED VIEW" } => tables.Contains(alter.Name) ? LockMode.None : LockMode.AccessExclusive,
        { ObjectType: "SEQUENCE" } => tables.Contains(alter.Name) ? LockMode.None
            : alter.Action is "RENAME TO" or "OWNER TO" or "SET SCHEMA" ? LockMode.AccessExclusive : LockMode.ShareRowExclusive,
        { ObjectType: "DOMAIN", IsNotValid: false, Action: "ADD CONSTRAINT" or "ADD CHECK" or "ADD NOT NULL" or "SET NOT NULL" or "VALIDATE CONSTRAINT" } => LockMode.Share,
        _ => LockMode.None,
    };

    private static LockMode OfDrop(DropStatement drop, ScriptTables tables) => drop switch
    {
        { Table: { } table } => tables.Contains(table) ? LockMode.None : LockMode.AccessExclusive,
        { ObjectType: "INDEX" } => drop.IsConcurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive,
        { ObjectType: "TABLE" or "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" } => drop.Names.All(tables.Contains) ? LockMode.None : LockMode.AccessExclusive,
        { ObjectType: "STATISTICS" } => LockMode.ShareUpdateExclusive,
        _ => LockMode.None,
    };

    /// <summary>REINDEX: the strong lock is on the index, which every query over the table opens.</summary>
    private static LockMode OfMaintenance(MaintenanceStatement maintenance) => maintenance switch
    {
        { Command: "VACUUM", IsFull: false } => LockMode.ShareUpdateExclusive,
        { Command: "REINDEX", IsConcurrent: true } => LockMode.ShareUpdateExclusive,
        { Command: "REFRESH MATERIALIZED VIEW", IsConcurrent: true } => LockMode.Exclusive,
        { Command: "REPACK", IsConcurrent: true } => LockMode.ShareUpdateExclusive,
        _ => LockMode.AccessExclusive,
    };

    private static LockMode Named(string mode) => mode switch
    {
        "SHARE UPDATE EXCLUSIVE" => LockMode.ShareUpdateExclusive,
        "SHARE" => LockMode.Share,
        "SHARE ROW EXCLUSIVE" => LockMode.ShareRowExclusive,
        "EXCLUSIVE" => LockMode.Exclusive,
        "ACCESS EXCLUSIVE" => LockMode.AccessExclusive,
        _ => LockMode.None,
    };
}
