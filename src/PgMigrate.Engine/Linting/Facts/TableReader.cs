using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Reads what a CREATE TABLE says of a table, once somebody asks: most tables of most scripts are never asked for.</summary>
/// <param name="table">The table's bare name.</param>
/// <param name="create">What it says.</param>
/// <param name="statement">Where it says it.</param>
internal sealed class TableReader(string table, CreateTableStatement create, LintStatement statement)
{
    /// <summary>What a CREATE TABLE makes.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="create">What it says.</param>
    /// <param name="statement">Where it says it.</param>
    public static TableFacts Read(ObjectName name, CreateTableStatement create, LintStatement statement) => new(name, new TableReader(name.Name, create, statement))
    {
        HasAllColumns = !create.HasMoreColumns,
        HasAllConstraints = !create.HasMoreColumns && create.Constraints.All(constraint => constraint.Name is not null) && create.Columns.All(column => column.Constraints.All(IsNamed)),
    };

    /// <summary>Its columns, constraints and indexes.</summary>
    public TableParts Parts()
    {
        var parts = new TablePartsBuilder(TableParts.Empty, table, statement);
        foreach (ColumnDefinition column in create.Columns)
        {
            parts.Add(column);
        }

        foreach (TableConstraint constraint in create.Constraints)
        {
            parts.AddValidated(constraint);
        }

        return parts.Build();
    }

    /// <summary>True when a key of it leads with the column; told without its parts, for rules ask it of every foreign key.</summary>
    public bool IsIndexed(string column)
    {
        foreach (ColumnDefinition own in create.Columns)
        {
            if (own.Name == column && (own.Has(ColumnConstraintKind.PrimaryKey) || own.Has(ColumnConstraintKind.Unique)))
            {
                return true;
            }
        }

        foreach (TableConstraint constraint in create.Constraints)
        {
            if (constraint is { Kind: TableConstraintKind.PrimaryKey or TableConstraintKind.Unique, Columns: [var first, ..] } && first == column)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>NOT NULL and the like make no constraint that a script would name, except on PostgreSQL 18.</summary>
    private static bool IsNamed(ColumnConstraint constraint) => constraint.Name is not null
        || constraint.Kind is ColumnConstraintKind.Default or ColumnConstraintKind.Identity or ColumnConstraintKind.GeneratedStored or ColumnConstraintKind.GeneratedVirtual;
}
