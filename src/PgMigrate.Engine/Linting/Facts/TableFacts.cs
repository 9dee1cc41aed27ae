using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What is known of a table, view or sequence, from a database or from the migrations before.</summary>
public sealed record TableFacts
{
    private readonly TableReader? _reader;
    private TableParts? _parts;

    internal TableFacts(ObjectName name, TableParts? parts) => (Name, _parts) = (name, parts ?? TableParts.Empty);

    /// <summary>One whose parts are read when somebody asks: most tables of most scripts are never asked for.</summary>
    internal TableFacts(ObjectName name, TableReader reader) => (Name, _reader) = (name, reader);

    /// <summary>Its name with its schema.</summary>
    public ObjectName Name { get; internal init; }

    /// <summary>How large it is; null unless a database said so.</summary>
    public TableSize? Size { get; internal init; }

    /// <summary>Its owner; null unless a database said so.</summary>
    public string? Owner { get; internal init; }

    /// <summary>False when the database says that the user may not alter it; null when that is not known.</summary>
    public bool? IsOwned { get; internal init; }

    /// <summary>False when the database says that the user may not drop it, being neither its owner nor its schema's.</summary>
    internal bool? MayDrop { get; init; }

    /// <summary>True when a database has it, so that others may use it.</summary>
    internal bool IsLive { get; init; }

    /// <summary>True when every column of it is known.</summary>
    internal bool HasAllColumns { get; init; }

    /// <summary>True when every constraint of it is known by name.</summary>
    internal bool HasAllConstraints { get; init; }

    /// <summary>What a database says would break without it.</summary>
    internal ImmutableList<DependentFacts> Dependents { get; init; } = [];

    internal TableParts Parts
    {
        get => _parts ??= _reader!.Parts();
        init => _parts = value;
    }

    /// <summary>What is known of a column; null when nothing is.</summary>
    internal ColumnFacts? Column(string name) => Parts.Columns.TryGetValue(name, out ColumnFacts found) ? found : null;

    /// <summary>True when a column is surely not there.</summary>
    internal bool Lacks(string column) => HasAllColumns && !Parts.Columns.ContainsKey(column);

    /// <summary>True when no row can hold NULL in the column: it refuses it, or a validated CHECK does, which spares SET NOT NULL its scan.</summary>
    internal bool IsNeverNull(string column) => Column(column)?.IsNotNull == true
        || Parts.Constraints.Values.Any(constraint => constraint.IsValid && constraint.NotNull.Contains(column, StringComparer.Ordinal));

    /// <summary>True when an index serves lookups by the column.</summary>
    internal bool IsIndexed(string column) => _parts is null ? _reader!.IsIndexed(column) : _parts.Indexes.Values.Any(index => index.LeadsWith(column));

    /// <summary>The same table with other parts.</summary>
    internal TableFacts With(Func<TableParts, TableParts> change) => this with { Parts = change(Parts) };

    /// <inheritdoc/>
    public override string ToString() => Name.ToString();
}
