using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Adds columns and constraints to the parts of a table; a CREATE TABLE of many makes one new set of parts, not one for each.</summary>
/// <param name="parts">What is there.</param>
/// <param name="table">The table's bare name.</param>
/// <param name="statement">Where it is said.</param>
internal sealed class TablePartsBuilder(TableParts parts, string table, LintStatement statement)
{
    private ImmutableDictionary<string, ColumnFacts>.Builder? _columns;
    private ImmutableDictionary<string, ConstraintFacts>.Builder? _constraints;
    private ImmutableDictionary<string, IndexFacts>.Builder? _indexes;

    private ImmutableDictionary<string, ColumnFacts>.Builder Columns => _columns ??= parts.Columns.ToBuilder();

    private ImmutableDictionary<string, ConstraintFacts>.Builder Constraints => _constraints ??= parts.Constraints.ToBuilder();

    private ImmutableDictionary<string, IndexFacts>.Builder Indexes => _indexes ??= parts.Indexes.ToBuilder();

    /// <summary>Adds a column and what is said of it.</summary>
    public TablePartsBuilder Add(ColumnDefinition column)
    {
        bool isKey = column.Has(ColumnConstraintKind.PrimaryKey);
        bool isIdentity = column.Type.IsSerial || column.Has(ColumnConstraintKind.Identity);
        bool hasDefault = isIdentity || column.Has(ColumnConstraintKind.Default) || column.Has(ColumnConstraintKind.GeneratedStored) || column.Has(ColumnConstraintKind.GeneratedVirtual);
        Columns[column.Name] = new ColumnFacts(Stored(column.Type), isKey || isIdentity || column.Has(ColumnConstraintKind.NotNull), hasDefault);
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
                Add(known, constraint.Name, null, [column.Name], known == TableConstraintKind.Check ? constraint.Expression : null, isNotValid: false);
            }
        }

        return this;
    }

    /// <summary>Adds a constraint and the index it makes.</summary>
    public TablePartsBuilder Add(TableConstraint constraint) => Add(constraint, constraint.IsNotValid);

    /// <summary>Adds a constraint of a new table, which has no rows: the server takes NOT VALID and notes the constraint as validated.</summary>
    public TablePartsBuilder AddValidated(TableConstraint constraint) => Add(constraint, isNotValid: false);

    /// <summary>The parts with what was added.</summary>
    public TableParts Build() => parts with
    {
        Columns = _columns?.ToImmutable() ?? parts.Columns,
        Constraints = _constraints?.ToImmutable() ?? parts.Constraints,
        Indexes = _indexes?.ToImmutable() ?? parts.Indexes,
    };

    private TablePartsBuilder Add(TableConstraint constraint, bool isNotValid)
    {
        Add(constraint.Kind, constraint.Name, constraint.UsingIndex, constraint.Columns, constraint.Expression, isNotValid);
        return this;
    }

    private void Add(TableConstraintKind kind, string? given, string? usingIndex, IReadOnlyList<string> columns, TextSpan? expression, bool isNotValid)
    {
        string name = given ?? usingIndex ?? ChosenName(kind, columns);
        columns = usingIndex is not null && Indexes.TryGetValue(usingIndex, out IndexFacts? taken) ? taken.Keys : columns;
        IReadOnlyList<string> notNull = kind == TableConstraintKind.Check && expression is { } check ? NotNullProof.ColumnsOf(statement.Statement.Text.Span[check.Start..check.End]) : [];
        if (kind is TableConstraintKind.PrimaryKey or TableConstraintKind.Unique)
        {
            if (usingIndex is not null)
            {
                Indexes.Remove(usingIndex);
            }

            Indexes[name] = new IndexFacts(columns, IsUnique: true, IsPartial: false, IsValid: true);
        }

        if (kind == TableConstraintKind.PrimaryKey || (kind == TableConstraintKind.NotNull && !isNotValid))
        {
            foreach (string column in columns)
            {
                if (Columns.TryGetValue(column, out ColumnFacts found))
                {
                    Columns[column] = found with { IsNotNull = true };
                }
            }
        }

        Constraints[name] = new ConstraintFacts(kind, columns, !isNotValid, notNull);
    }

    /// <summary>What the server calls it while the name is free.</summary>
    private string ChosenName(TableConstraintKind kind, IReadOnlyList<string> columns) => kind switch
    {
        TableConstraintKind.PrimaryKey => $"{table}_pkey",
        TableConstraintKind.Unique => $"{table}_{string.Join('_', columns)}_key",
        TableConstraintKind.ForeignKey => $"{table}_{string.Join('_', columns)}_fkey",
        TableConstraintKind.NotNull => $"{table}_{string.Join('_', columns)}_not_null",
        TableConstraintKind.Exclude => $"{table}_excl",
        _ => columns.Count > 0 ? $"{table}_{columns[0]}_check" : $"{table}_check",
    };

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
