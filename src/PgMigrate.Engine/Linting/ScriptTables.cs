using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>
/// The tables, views and sequences that earlier statements of the script created, followed through renames, drops and changes of the search path.
/// Nobody else uses them yet, so what is done to them is safe. <c>IF NOT EXISTS</c> counts as created unless the table is known to have been
/// there before.
/// </summary>
public sealed class ScriptTables
{
    private const string Temporary = "pg_temp";

    private readonly HashSet<ObjectName> _created = [];
    private readonly HashSet<ObjectName> _dropped = [];
    private readonly SchemaFacts _before;
    private string? _schema;

    /// <summary>Starts with no table, where nothing is known of the schema before.</summary>
    public ScriptTables()
        : this(SchemaFacts.Unknown)
    {
    }

    /// <summary>Starts with no table.</summary>
    /// <param name="before">What is known of the schema before the script.</param>
    internal ScriptTables(SchemaFacts before)
    {
        _before = before;
        _schema = before.StartPath.Count > 0 ? before.StartPath[0] : null;
    }

    /// <summary>True when the table was created by an earlier statement, or is temporary by its schema's name.</summary>
    /// <param name="table">The table as the statement at hand names it.</param>
    public bool Contains(TableReference table) => Contains(table.Name);

    /// <summary>True when the table was created by an earlier statement, or is temporary by its schema's name.</summary>
    /// <param name="name">The name as the statement at hand has it.</param>
    public bool Contains(ObjectName name) => name.Schema == Temporary
        || (name.Schema is null && _created.Contains(new ObjectName(Temporary, name.Name)))
        || _created.Contains(Qualify(name));

    /// <summary>Takes note of what a statement does.</summary>
    /// <param name="statement">The statement that was just checked.</param>
    internal void Observe(LintStatement statement)
    {
        switch (statement.Parsed)
        {
            case CreateTableStatement { IfNotExists: true } there when WasThere(there.Table.Name):
                break;
            case CreateTableStatement table:
                // A temporary table hides every other of its bare name.
                _created.Add(table.IsTemporary ? new ObjectName(Temporary, table.Table.Name.Name) : Qualify(table.Table.Name));
                break;
            case CreateStatement { ObjectType: "MATERIALIZED VIEW" or "VIEW" or "SEQUENCE" } view:
                _created.Add(Qualify(view.Name));
                break;
            case CreateStatement { ObjectType: "SCHEMA" } schema:
                ObserveSchema(statement.Read(), schema.Name.Name);
                break;
            case DropStatement { ObjectType: "TABLE" } drop:
                foreach (TableReference table in drop.Names)
                {
                    Remove(table.Name);
                }

                break;
            case SetStatement { Name: "search_path" } set:
                _schema = FirstOf(set.Value);
                break;
            case AlterTableStatement alter when Contains(alter.Table):
                Follow(alter);
                break;
        }
    }

    /// <summary>CREATE SCHEMA may hold CREATE TABLE elements, without semicolons between.</summary>
    private void ObserveSchema(StatementReader reader, string? schema)
    {
        reader.Advance();
        while (schema is not null && reader.SkipTo("CREATE"))
        {
            StatementReader element = reader;
            if (StatementParser.Parse(element) is CreateTableStatement table)
            {
                _created.Add(table.Table.Name with { Schema = table.Table.Name.Schema ?? schema });
            }

            reader.Advance();
        }
    }

    private bool WasThere(ObjectName name) => _before.Find(Qualify(name)) is { } table && !_dropped.Contains(table.Name);

    private void Remove(ObjectName name)
    {
        _dropped.Add(Qualify(name));
        if (name.Schema is not null || !_created.Remove(new ObjectName(Temporary, name.Name)))
        {
            _created.Remove(Qualify(name));
        }
    }

    private void Follow(AlterTableStatement alter)
    {
        foreach (AlterAction action in alter.Actions)
        {
            ObjectName full = Qualify(alter.Table.Name);
            ObjectName? moved = action.Kind switch
            {
                AlterActionKind.Rename => full with { Name = action.Name },
                AlterActionKind.SetSchema => full with { Schema = action.Name },
                _ => null,
            };
            if (moved is { } now)
            {
                _created.Remove(full);
                _created.Add(now);
            }
        }
    }

    private string? FirstOf(string? path)
    {
        if (path is null || path.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase))
        {
            return _before.StartPath.Count > 0 ? _before.StartPath[0] : null;
        }

        string first = path.Split(',')[0].Trim().Trim('"', '\'');
        return first.Length > 0 ? first.ToLowerInvariant() : null;
    }

    private ObjectName Qualify(ObjectName name) => name.Schema is null ? name with { Schema = _schema } : name;
}
