using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>What rules ask of the other statements of a script, found in one pass so that a long script is not walked for each statement.</summary>
internal sealed class ScriptLookup
{
    private readonly Dictionary<(ObjectName Table, string Column), int> _columnsAdded = [];
    private readonly Dictionary<string, int> _views = [];
    private readonly HashSet<ObjectName> _keyed = [];
    private readonly Dictionary<ObjectName, (CreateTableStatement Table, int Index)> _tables = [];

    public ScriptLookup(IReadOnlyList<LintStatement> statements)
    {
        foreach (LintStatement statement in statements)
        {
            if (statement.Parsed is CreateStatement { ObjectType: "VIEW" } view)
            {
                _views[view.Name.Name] = statement.Index;
            }
            else if (statement.Parsed is CreateTableStatement { IsTemporary: false } table)
            {
                _tables.TryAdd(table.Table.Name, (table, statement.Index));
            }
            else if (statement.Parsed is AlterTableStatement alter)
            {
                foreach (AlterAction action in alter.Actions)
                {
                    Add(alter, action, statement.Index);
                }
            }
        }
    }

    /// <summary>The statement before this one that makes a table of that name, or null.</summary>
    public CreateTableStatement? TableOf(ObjectName table, int index) => _tables.TryGetValue(table, out (CreateTableStatement Table, int Index) made) && made.Index < index ? made.Table : null;

    /// <summary>True when the statement or one before it added the column.</summary>
    public bool IsAdded(ObjectName table, string column, int index) => _columnsAdded.TryGetValue((table, column), out int first) && first <= index;

    /// <summary>True when a statement behind this one makes a view of the bare name.</summary>
    public bool HasViewAfter(string name, int index) => _views.TryGetValue(name, out int last) && last > index;

    /// <summary>True when an ALTER TABLE of the script gives the table its primary key.</summary>
    public bool GetsKey(ObjectName table) => _keyed.Contains(table);

    private void Add(AlterTableStatement alter, AlterAction action, int index)
    {
        if (action.Kind == AlterActionKind.AddColumn)
        {
            _columnsAdded.TryAdd((alter.Table.Name, action.Name), index);
        }

        if (action.Constraint?.Kind == TableConstraintKind.PrimaryKey || action.Column?.Has(ColumnConstraintKind.PrimaryKey) == true)
        {
            _keyed.Add(alter.Table.Name);
        }
    }
}
