using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>
/// The tables that earlier statements of the script created, followed through renames, drops and changes of the search path.
/// Nobody else uses them yet, so what is done to them is safe. <c>IF NOT EXISTS</c> counts as created.
/// </summary>
public sealed class ScriptTables
{
    private const string Temporary = "pg_temp";

    private readonly HashSet<ObjectName> _created = [];
    private string? _schema = "public";

    /// <summary>True when the table was created by an earlier statement, or is temporary by its schema's name.</summary>
    /// <param name="name">The name as the statement at hand has it.</param>
    public bool Contains(ObjectName name) => name.Schema == Temporary
        || (name.Schema is null && _created.Contains(new ObjectName(Temporary, name.Name)))
        || _created.Contains(Qualify(name));

    /// <summary>Takes note of what a statement does.</summary>
    /// <param name="statement">The statement that was just checked.</param>
    internal void Observe(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        if (reader.Accept("CREATE"))
        {
            ObserveCreate(reader);
        }
        else if (reader.Accept("DROP", "TABLE"))
        {
            ObserveDrop(reader);
        }
        else if (reader.Accept("SET"))
        {
            ObserveSet(reader);
        }
        else if (AlterTableReader.TryStart(ref reader, out ObjectName table) && Contains(table))
        {
            ObserveAlter(reader, table);
        }
    }

    private void ObserveCreate(StatementReader reader)
    {
        if (reader.Accept("SCHEMA"))
        {
            ObserveSchema(reader);
            return;
        }

        if (AcceptTable(ref reader, out ObjectName name, out bool temporary))
        {
            // A temporary table hides every other of its bare name.
            _created.Add(temporary ? new ObjectName(Temporary, name.Name) : Qualify(name));
        }
    }

    /// <summary>CREATE SCHEMA may hold CREATE TABLE elements, without semicolons between.</summary>
    private void ObserveSchema(StatementReader reader)
    {
        reader.Accept("IF", "NOT", "EXISTS");
        if (reader.Is("AUTHORIZATION") || !ObjectName.TryRead(ref reader, out ObjectName schema))
        {
            return;
        }

        while (reader.SkipTo("CREATE"))
        {
            reader.Advance();
            if (AcceptTable(ref reader, out ObjectName table, out _))
            {
                _created.Add(new ObjectName(table.Schema ?? schema.Name, table.Name));
            }
        }
    }

    private static bool AcceptTable(ref StatementReader reader, out ObjectName name, out bool temporary)
    {
        name = default;
        _ = reader.Accept("GLOBAL") || reader.Accept("LOCAL");
        temporary = reader.Accept("TEMPORARY") || reader.Accept("TEMP");
        reader.Accept("UNLOGGED");
        reader.Accept("FOREIGN");
        if (!reader.Accept("TABLE"))
        {
            return false;
        }

        reader.Accept("IF", "NOT", "EXISTS");
        return ObjectName.TryRead(ref reader, out name);
    }

    private void ObserveDrop(StatementReader reader)
    {
        reader.Accept("IF", "EXISTS");
        while (ObjectName.TryRead(ref reader, out ObjectName name))
        {
            if (name.Schema is not null || !_created.Remove(new ObjectName(Temporary, name.Name)))
            {
                _created.Remove(Qualify(name));
            }

            if (!reader.Accept(SqlTokenKind.Comma))
            {
                return;
            }
        }
    }

    private void ObserveAlter(StatementReader reader, ObjectName table)
    {
        ObjectName full = Qualify(table);
        ObjectName? now = reader.Accept("RENAME", "TO") && ObjectName.TryRead(ref reader, out ObjectName name) ? full with { Name = name.Name }
            : reader.Accept("SET", "SCHEMA") && ObjectName.TryRead(ref reader, out ObjectName schema) ? full with { Schema = schema.Name }
            : null;
        if (now is { } moved)
        {
            _created.Remove(full);
            _created.Add(moved);
        }
    }

    private void ObserveSet(StatementReader reader)
    {
        _ = reader.Accept("LOCAL") || reader.Accept("SESSION");
        if (!reader.Accept("search_path"))
        {
            return;
        }

        reader.Advance();
        _schema = reader.Is("DEFAULT") ? "public"
            : reader.Current.Kind == SqlTokenKind.StringConstant ? reader.CurrentText[1..^1].ToString()
            : ObjectName.TryRead(ref reader, out ObjectName name) ? name.Name
            : null;
    }

    private ObjectName Qualify(ObjectName name) => name.Schema is null ? name with { Schema = _schema } : name;
}
