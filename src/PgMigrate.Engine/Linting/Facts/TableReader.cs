using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Reads what CREATE TABLE, ADD COLUMN and ADD CONSTRAINT say of a table.</summary>
internal static class TableReader
{
    /// <summary>What a CREATE TABLE makes; its parts are read once somebody asks.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="create">What it says.</param>
    /// <param name="statement">Where it says it.</param>
    public static TableFacts Read(ObjectName name, CreateTableStatement create, LintStatement statement) => new(name, () => Parts(name.Name, create, statement))
    {
        HasAllColumns = !create.HasMoreColumns,
        HasAllConstraints = !create.HasMoreColumns && create.Constraints.Concat<object>(create.Columns.SelectMany(column => column.Constraints)).All(IsNamed),
    };

    /// <summary>The parts with a column and what is said of it.</summary>
    public static TableParts Add(TableParts parts, string table, ColumnDefinition column, LintStatement statement)
    {
        bool isKey = column.Has(ColumnConstraintKind.PrimaryKey);
        bool isIdentity = column.Type.IsSerial || column.Has(ColumnConstraintKind.Identity);
        bool hasDefault = isIdentity || column.Has(ColumnConstraintKind.Default) || column.Has(ColumnConstraintKind.GeneratedStored) || column.Has(ColumnConstraintKind.GeneratedVirtual);
        var facts = new ColumnFacts(Stored(column.Type), isKey || isIdentity || column.Has(ColumnConstraintKind.NotNull), hasDefault);
        parts = parts with { Columns = parts.Columns.SetItem(column.Name, facts) };
        foreach (ColumnConstraint constraint in column.Constraints)
        {
            TableConstraintKind? kind = constraint.Kind switch
            {
                ColumnConstraintKind.PrimaryKey => TableConstraintKind.PrimaryKey,
                ColumnConstraintKind.Unique => TableConstraintKind.Unique,
                ColumnConstraintKind.References => TableConstraintKind.ForeignKey,
                ColumnConstraintKind.Check => TableConstraintKind.Check,
                _ => null,
            };
            if (kind is { } known)
            {
                TextSpan? expression = known == TableConstraintKind.Check ? constraint.Expression : null;
                parts = Add(parts, table, new TableConstraint(known, [column.Name], constraint.Span) { Name = constraint.Name, Expression = expression }, statement);
            }
        }

        return parts;
    }

    /// <summary>The parts with a constraint and the index it makes.</summary>
    public static TableParts Add(TableParts parts, string table, TableConstraint constraint, LintStatement statement)
    {
        string name = constraint.Name ?? constraint.UsingIndex ?? ChosenName(table, constraint);
        IReadOnlyList<string> columns = constraint.UsingIndex is { } index && parts.Indexes.TryGetValue(index, out IndexFacts? taken) ? taken.Keys : constraint.Columns;
        IReadOnlyList<string> notNull = constraint.Kind == TableConstraintKind.Check && constraint.Expression is { } expression ? NotNullProof.ColumnsOf(statement.Words(expression)) : [];
        if (constraint.Kind is TableConstraintKind.PrimaryKey or TableConstraintKind.Unique)
        {
            ImmutableDictionary<string, IndexFacts> others = constraint.UsingIndex is { } old ? parts.Indexes.Remove(old) : parts.Indexes;
            parts = parts with { Indexes = others.SetItem(name, new IndexFacts(columns, IsUnique: true, IsPartial: false, IsValid: true)) };
        }

        if (constraint.Kind == TableConstraintKind.PrimaryKey || constraint is { Kind: TableConstraintKind.NotNull, IsNotValid: false })
        {
            parts = parts with { Columns = parts.Columns.SetItems(columns.Where(parts.Columns.ContainsKey).Select(column => KeyValuePair.Create(column, parts.Columns[column] with { IsNotNull = true }))) };
        }

        return parts with { Constraints = parts.Constraints.SetItem(name, new ConstraintFacts(constraint.Kind, columns, !constraint.IsNotValid, notNull)) };
    }

    /// <summary>What the server calls it while the name is free.</summary>
    private static string ChosenName(string table, TableConstraint constraint) => constraint.Kind switch
    {
        TableConstraintKind.PrimaryKey => $"{table}_pkey",
        TableConstraintKind.Unique => $"{table}_{string.Join('_', constraint.Columns)}_key",
        TableConstraintKind.ForeignKey => $"{table}_{string.Join('_', constraint.Columns)}_fkey",
        TableConstraintKind.NotNull => $"{table}_{string.Join('_', constraint.Columns)}_not_null",
        TableConstraintKind.Exclude => $"{table}_excl",
        _ => constraint.Columns.Count > 0 ? $"{table}_{constraint.Columns[0]}_check" : $"{table}_check",
    };

    /// <summary>NOT NULL and the like make no constraint that a script would name, except on PostgreSQL 18.</summary>
    private static bool IsNamed(object constraint) => constraint is TableConstraint { Name: not null } or ColumnConstraint { Name: not null }
        or ColumnConstraint { Kind: ColumnConstraintKind.Default or ColumnConstraintKind.Identity or ColumnConstraintKind.GeneratedStored or ColumnConstraintKind.GeneratedVirtual };

    private static TableParts Parts(string table, CreateTableStatement create, LintStatement statement)
    {
        TableParts parts = TableParts.Empty;
        foreach (ColumnDefinition column in create.Columns)
        {
            parts = Add(parts, table, column, statement);
        }

        foreach (TableConstraint constraint in create.Constraints)
        {
            // A new table has no rows: the server takes NOT VALID and notes the constraint as validated.
            parts = Add(parts, table, constraint with { IsNotValid = false }, statement);
        }

        return parts;
    }

    /// <summary>A serial type is none; the column has the integer behind it.</summary>
    private static TypeReference? Stored(TypeReference type) => type.Name switch
    {
        "serial" => type with { Name = "integer" },
        "bigserial" => type with { Name = "bigint" },
        "smallserial" => type with { Name = "smallint" },
        "" => null,
        _ => type,
    };
}
