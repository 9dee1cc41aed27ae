namespace PgMigrate.Engine.Parsing;

/// <summary>What an <c>ALTER TABLE</c> may do.</summary>
public enum AlterActionKind
{
    /// <summary>Something that no rule looks at.</summary>
    Other,

    /// <summary><c>ADD [COLUMN]</c>.</summary>
    AddColumn,

    /// <summary><c>DROP [COLUMN]</c>.</summary>
    DropColumn,

    /// <summary><c>ALTER COLUMN … TYPE</c>.</summary>
    AlterType,

    /// <summary><c>ALTER COLUMN … SET DEFAULT</c>.</summary>
    SetDefault,

    /// <summary><c>ALTER COLUMN … DROP DEFAULT</c>.</summary>
    DropDefault,

    /// <summary><c>ALTER COLUMN … SET NOT NULL</c>.</summary>
    SetNotNull,

    /// <summary><c>ALTER COLUMN … DROP NOT NULL</c>.</summary>
    DropNotNull,

    /// <summary><c>ALTER COLUMN … ADD GENERATED … AS IDENTITY</c>.</summary>
    AddIdentity,

    /// <summary><c>ADD [CONSTRAINT …]</c> of a table constraint.</summary>
    AddConstraint,

    /// <summary><c>DROP CONSTRAINT</c>.</summary>
    DropConstraint,

    /// <summary><c>VALIDATE CONSTRAINT</c>.</summary>
    ValidateConstraint,

    /// <summary><c>RENAME [COLUMN] a TO b</c>.</summary>
    RenameColumn,

    /// <summary><c>RENAME CONSTRAINT a TO b</c>.</summary>
    RenameConstraint,

    /// <summary><c>RENAME TO</c>.</summary>
    Rename,

    /// <summary><c>SET SCHEMA</c>.</summary>
    SetSchema,

    /// <summary><c>OWNER TO</c>.</summary>
    SetOwner,

    /// <summary><c>ATTACH PARTITION</c>.</summary>
    AttachPartition,

    /// <summary><c>DETACH PARTITION</c>.</summary>
    DetachPartition,

    /// <summary><c>SET LOGGED</c>.</summary>
    SetLogged,

    /// <summary><c>SET UNLOGGED</c>.</summary>
    SetUnlogged,

    /// <summary><c>ENABLE</c> or <c>DISABLE TRIGGER</c>.</summary>
    SwitchTrigger,

    /// <summary><c>ENABLE</c>, <c>DISABLE</c> or <c>FORCE ROW LEVEL SECURITY</c>.</summary>
    RowSecurity,

    /// <summary><c>SET TABLESPACE</c>.</summary>
    SetTablespace,

    /// <summary><c>SET ACCESS METHOD</c>.</summary>
    SetAccessMethod,

    /// <summary>
    /// What tunes and blocks nobody: <c>SET (…)</c> and <c>RESET (…)</c> of the table or a column, <c>SET STATISTICS</c>, <c>CLUSTER ON</c>,
    /// <c>SET WITHOUT CLUSTER</c>. <c>user_catalog_table</c> is no such parameter.
    /// </summary>
    SetParameter,
}
