using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads <c>ALTER TABLE</c>.</summary>
internal static class AlterTableParser
{
    /// <summary>Reads on after <c>ALTER TABLE</c>; null when no name follows.</summary>
    public static ParsedStatement? Read(ref StatementReader reader)
    {
        bool isAsync = reader.Accept("ASYNC");
        bool guarded = reader.Accept("IF", "EXISTS");
        reader.Accept("ONLY");
        if (Skim.Reference(ref reader) is not { } table)
        {
            return null;
        }

        if (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "*")
        {
            reader.Advance();
        }

        var actions = new List<AlterAction>();
        while (!reader.AtEnd)
        {
            int start = reader.Current.Start;
            AlterAction action = ReadAction(ref reader);
            int end = Skim.ToElementEnd(ref reader, Math.Max(reader.PreviousEnd, start));
            actions.Add(action with { Span = new TextSpan(start, end) });
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        return new AlterTableStatement(table, actions) { IsAsync = isAsync, IfExists = guarded };
    }

    private static AlterAction ReadAction(ref StatementReader reader) =>
        reader.Accept("ADD") ? ReadAdd(ref reader)
        : reader.Accept("DROP") ? ReadDrop(ref reader)
        : reader.Accept("ALTER") ? ReadAlter(ref reader)
        : reader.Accept("RENAME") ? ReadRename(ref reader)
        : reader.Accept("VALIDATE", "CONSTRAINT") ? Named(ref reader, AlterActionKind.ValidateConstraint)
        : reader.Accept("ATTACH", "PARTITION") ? Partition(ref reader, AlterActionKind.AttachPartition)
        : reader.Accept("DETACH", "PARTITION") ? ReadDetach(ref reader)
        : reader.Accept("OWNER", "TO") ? Named(ref reader, AlterActionKind.SetOwner)
        : reader.Accept("SET", "SCHEMA") ? Named(ref reader, AlterActionKind.SetSchema)
        : IsParameters(reader) ? new(AlterActionKind.SetParameter, default)
        : reader.Accept("SET", "WITHOUT", "CLUSTER") ? new(AlterActionKind.SetParameter, default)
        : reader.Accept("CLUSTER", "ON") ? Named(ref reader, AlterActionKind.SetParameter)
        : reader.Accept("SET", "LOGGED") ? new(AlterActionKind.SetLogged, default)
        : reader.Accept("SET", "UNLOGGED") ? new(AlterActionKind.SetUnlogged, default)
        : reader.Accept("SET", "TABLESPACE") ? Named(ref reader, AlterActionKind.SetTablespace)
        : reader.Accept("SET", "ACCESS", "METHOD") ? Named(ref reader, AlterActionKind.SetAccessMethod)
        : ReadSwitch(ref reader);

    private static AlterAction ReadAdd(ref StatementReader reader)
    {
        bool column = reader.Accept("COLUMN");
        bool guarded = reader.Accept("IF", "NOT", "EXISTS");
        if (!column && !guarded && ConstraintReader.IsAtConstraint(reader))
        {
            return ConstraintReader.Read(ref reader) is { } constraint
                ? new AlterAction(AlterActionKind.AddConstraint, default) { Name = constraint.Name ?? "", Constraint = constraint }
                : new AlterAction(AlterActionKind.Other, default);
        }

        return ColumnReader.Read(ref reader) is { } added
            ? new AlterAction(AlterActionKind.AddColumn, default) { Name = added.Name, Column = added, IsGuarded = guarded }
            : new AlterAction(AlterActionKind.Other, default);
    }

    private static AlterAction ReadDrop(ref StatementReader reader)
    {
        AlterActionKind kind = reader.Accept("CONSTRAINT") ? AlterActionKind.DropConstraint : AlterActionKind.DropColumn;
        if (kind == AlterActionKind.DropColumn)
        {
            reader.Accept("COLUMN");
        }

        bool guarded = reader.Accept("IF", "EXISTS");
        AlterAction action = Named(ref reader, kind);
        return action with { IsGuarded = guarded, IsCascade = reader.Accept("CASCADE") };
    }

    private static AlterAction ReadAlter(ref StatementReader reader)
    {
        if (reader.Accept("CONSTRAINT"))
        {
            return new AlterAction(AlterActionKind.Other, default);
        }

        reader.Accept("COLUMN");
        string name = ObjectName.ReadPart(ref reader) ?? "";
        if (reader.Accept("TYPE") || reader.Accept("SET", "DATA", "TYPE"))
        {
            TypeReference? type = TypeReader.Read(ref reader);
            if (reader.Accept("COLLATE"))
            {
                ObjectName.TryRead(ref reader, out _);
            }

            return new AlterAction(AlterActionKind.AlterType, default) { Name = name, Type = type, Expression = reader.Accept("USING") ? Rest(ref reader) : null };
        }

        return reader.Accept("SET", "DEFAULT") ? new(AlterActionKind.SetDefault, default) { Name = name, Expression = Rest(ref reader) }
            : reader.Accept("DROP", "DEFAULT") ? new(AlterActionKind.DropDefault, default) { Name = name }
            : reader.Accept("SET", "NOT", "NULL") ? new(AlterActionKind.SetNotNull, default) { Name = name }
            : reader.Accept("DROP", "NOT", "NULL") ? new(AlterActionKind.DropNotNull, default) { Name = name }
            : IsParameters(reader) || reader.Accept("SET", "STATISTICS") ? new(AlterActionKind.SetParameter, default) { Name = name }
            : reader.Accept("ADD", "GENERATED") ? new(AlterActionKind.AddIdentity, default) { Name = name, Expression = Rest(ref reader) }
            : new(AlterActionKind.Other, default) { Name = name };
    }

    private static AlterAction ReadRename(ref StatementReader reader)
    {
        if (reader.Accept("TO"))
        {
            return Named(ref reader, AlterActionKind.Rename);
        }

        AlterActionKind kind = reader.Accept("CONSTRAINT") ? AlterActionKind.RenameConstraint : AlterActionKind.RenameColumn;
        reader.Accept("COLUMN");
        AlterAction action = Named(ref reader, kind);
        reader.Accept("TO");
        return action with { NewName = ObjectName.ReadPart(ref reader) ?? "" };
    }

    private static AlterAction ReadDetach(ref StatementReader reader)
    {
        AlterAction action = Partition(ref reader, AlterActionKind.DetachPartition);
        return action with { IsConcurrent = reader.Is("CONCURRENTLY") || reader.Is("FINALIZE") };
    }

    private static AlterAction ReadSwitch(ref StatementReader reader)
    {
        bool known = reader.Accept("ENABLE") || reader.Accept("DISABLE") || reader.Accept("FORCE") || reader.Accept("NO", "FORCE");
        _ = known && (reader.Accept("ALWAYS") || reader.Accept("REPLICA"));
        return known && reader.Accept("TRIGGER") ? Named(ref reader, AlterActionKind.SwitchTrigger)
            : known && reader.Is("ROW") ? new(AlterActionKind.RowSecurity, default)
            : new(AlterActionKind.Other, default);
    }

    private static AlterAction Named(ref StatementReader reader, AlterActionKind kind) =>
        new(kind, default) { Name = ObjectName.TryRead(ref reader, out ObjectName name) ? name.ToString() : "" };

    private static AlterAction Partition(ref StatementReader reader, AlterActionKind kind)
    {
        TableReference? partition = Skim.Reference(ref reader);
        return new AlterAction(kind, default) { Name = partition?.ToString() ?? "", Table = partition };
    }

    private static TextSpan Rest(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        return new TextSpan(start, Skim.ToElementEnd(ref reader, start));
    }

    /// <summary>True at SET (…) or RESET (…) of parameters that need no strong lock (<c>AlterTableGetRelOptionsLockLevel</c>).</summary>
    private static bool IsParameters(StatementReader reader)
    {
        if ((!reader.Accept("SET") && !reader.Accept("RESET")) || reader.Current.Kind != SqlTokenKind.LeftParenthesis)
        {
            return false;
        }

        for (; !reader.AtEnd && reader.Current.Kind != SqlTokenKind.RightParenthesis; reader.Advance())
        {
            if (reader.Is("user_catalog_table"))
            {
                return false;
            }
        }

        return true;
    }
}
