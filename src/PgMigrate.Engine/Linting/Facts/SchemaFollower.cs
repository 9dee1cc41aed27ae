using System.Collections.Immutable;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Follows the schema through statements.</summary>
internal static class SchemaFollower
{
    /// <summary>Commands that neither make nor drop anything; any other that the parser does not look into may.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "COMMENT", "ANALYZE", "ANALYSE", "SHOW", "SET", "RESET", "CHECKPOINT", "LISTEN", "NOTIFY", "UNLISTEN", "COMMIT", "ROLLBACK", "SECURITY", "COPY",
    };

    /// <summary>What is known once the script of a migration has run.</summary>
    /// <param name="schema">What is known before.</param>
    /// <param name="script">The script; what cannot be read in it makes the rest uncertain.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    public static SchemaFacts Follow(SchemaFacts schema, SourceText script, CancellationToken cancellationToken)
    {
        ParsedScript parsed = ParsedScript.Read(script, isUndo: false, cancellationToken);
        foreach (LintStatement statement in parsed.Statements)
        {
            schema = Follow(schema, statement);
        }

        return (parsed.Error is null ? schema : schema.Uncertain()).AtStart();
    }

    /// <summary>What is known after a statement; what a DO block may do is followed as if it did.</summary>
    public static SchemaFacts Follow(SchemaFacts schema, LintStatement statement) => statement.Parsed switch
    {
        CreateTableStatement table => Create(schema, table, statement),
        AlterTableStatement alter => Alter(schema, alter, statement),
        CreateIndexStatement index => Create(schema, index),
        CreateStatement create => Create(schema, create, statement),
        AlterStatement alter => Alter(schema, alter, statement),
        DropStatement drop => Drop(schema, drop),
        SetStatement { Name: "search_path" } set => SetPath(schema, set),
        SetStatement { Name: "role" or "session_authorization" } set => schema with { KnowsUser = set.Value is null },
        DoStatement block => Follow(schema, block, statement).Uncertain(),
        DataChangeStatement or TruncateStatement or LockStatement or GrantStatement or MaintenanceStatement or TransactionStatement or SetStatement => schema,
        OpaqueStatement opaque when Harmless.Contains(opaque.Command) => schema,
        _ => schema.Uncertain(),
    };

    private static SchemaFacts Follow(SchemaFacts schema, DoStatement block, LintStatement statement)
    {
        if (block is { Language: "plpgsql", Body: { } body })
        {
            foreach (SqlStatement inner in RoutineBody.Read(statement.Statement, body))
            {
                schema = Follow(schema, new LintStatement(inner, statement.Index) { IsInBody = true });
            }
        }

        return schema;
    }

    private static SchemaFacts Create(SchemaFacts schema, CreateTableStatement table, LintStatement statement)
    {
        ObjectName? full = table.IsTemporary ? new ObjectName("pg_temp", table.Table.Name.Name) : schema.Qualify(table.Table.Name);

        // What a database has already makes the statement fail or do nothing; of a folder, the later file is the newer truth.
        bool kept = table.IfNotExists ? schema.Find(table.Table.Name) is not null : schema.IsLive && full is { } there && schema.Tables.ContainsKey(there);
        return kept || full is not { } name ? schema : schema with { Tables = schema.Tables.SetItem(name, TableReader.Read(name, table, statement)) };
    }

    private static SchemaFacts Create(SchemaFacts schema, CreateIndexStatement index)
    {
        TableFacts? table = Known(schema, index.Table.Name);
        string name = index.Name ?? (table is null ? "" : $"{table.Name.Name}_{string.Join('_', index.Keys)}_idx");
        if (table is null || (index.IfNotExists && table.Parts.Indexes.ContainsKey(name)))
        {
            return schema;
        }

        var facts = new IndexFacts(index.Keys, index.IsUnique, index.IsPartial, IsValid: true);
        return schema with
        {
            Tables = schema.Tables.SetItem(table.Name, table.With(parts => parts with { Indexes = parts.Indexes.SetItem(name, facts) })),
            Indexes = schema.Indexes.SetItem(new ObjectName(table.Name.Schema, name), table.Name),
        };
    }

    private static SchemaFacts Create(SchemaFacts schema, CreateStatement create, LintStatement statement)
    {
        switch (create.ObjectType)
        {
            case "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" when (create.IsTemporary ? new ObjectName("pg_temp", create.Name.Name) : schema.Qualify(create.Name)) is { } name:
                return schema.Tables.ContainsKey(name) && create.IfNotExists ? schema
                    : schema.Tables.ContainsKey(name) && create.OrReplace ? schema with { Gone = schema.Gone.Add((name, null)) }
                    : schema with { Tables = schema.Tables.SetItem(name, new TableFacts(name, (TableParts?)null)) };
            case "TYPE" when create.IsEnum && schema.Qualify(create.Name) is { } name:
                return schema with { Enums = schema.Enums.SetItem(name, Labels(statement.Read())) };
            case "SCHEMA":
                StatementReader reader = statement.Read();
                reader.Advance();
                return reader.SkipTo("CREATE") ? schema.Uncertain() : schema;
            case "EXTENSION":
                return schema.Uncertain();
            default:
                return schema;
        }
    }

    private static SchemaFacts Alter(SchemaFacts schema, AlterTableStatement alter, LintStatement statement)
    {
        if (Known(schema, alter.Table.Name) is not { } table)
        {
            return schema;
        }

        TableFacts changed = table;
        foreach (AlterAction action in alter.Actions)
        {
            changed = TableChange.Apply(changed, action, statement);
        }

        ObjectName now = alter.Actions is [{ Kind: AlterActionKind.Rename } renamed] ? table.Name with { Name = renamed.Name }
            : alter.Actions is [{ Kind: AlterActionKind.SetSchema } moved] ? table.Name with { Schema = moved.Name } : table.Name;
        schema = alter.Actions.Any(action => action.IsCascade) ? schema with { KnowsDependents = false } : schema;
        if (table.IsLive && alter.Actions.Any(action => action.Kind == AlterActionKind.DropConstraint))
        {
            schema = schema with { Gone = schema.Gone.Union(alter.Actions.Where(action => action.Kind == AlterActionKind.DropConstraint).Select(action => (table.Name, (string?)action.Name))) };
        }

        return now == table.Name ? schema with { Tables = schema.Tables.SetItem(now, changed) } : Rename(schema, changed, now);
    }

    private static SchemaFacts Rename(SchemaFacts schema, TableFacts table, ObjectName now)
    {
        ImmutableDictionary<ObjectName, ObjectName> indexes = schema.Indexes;
        foreach (string index in table.Parts.Indexes.Keys.Where(index => indexes.ContainsKey(new ObjectName(table.Name.Schema, index))))
        {
            indexes = indexes.Remove(new ObjectName(table.Name.Schema, index)).SetItem(new ObjectName(now.Schema, index), now);
        }

        return schema with { Tables = schema.Tables.Remove(table.Name).SetItem(now, table with { Name = now }), Indexes = indexes };
    }

    /// <summary>Renames of views and indexes, and new labels of enums.</summary>
    private static SchemaFacts Alter(SchemaFacts schema, AlterStatement alter, LintStatement statement)
    {
        if (alter is { ObjectType: "TYPE", Action: "ADD VALUE" })
        {
            return schema.Resolve(schema.Enums, alter.Name) is { } type && EnumValues.AddedBy(statement.Statement) is { } label
                ? schema with { Enums = schema.Enums.SetItem(type, schema.Enums[type].Add(label)) } : schema;
        }

        if (alter.ObjectType == "TYPE")
        {
            return schema.Resolve(schema.Enums, alter.Name) is { } changed ? schema with { Enums = schema.Enums.Remove(changed) } : schema;
        }

        StatementReader reader = statement.Read();
        bool renames = alter.Action is "RENAME TO" && reader.SkipTo("RENAME") && reader.Accept("RENAME", "TO");
        if (!renames || ObjectName.ReadPart(ref reader) is not { } now)
        {
            return alter.Action is "SET SCHEMA" ? schema.Uncertain() : schema;
        }

        return alter.ObjectType == "INDEX" ? RenameIndex(schema, alter.Name, now)
            : schema.Find(alter.Name) is { } view ? Rename(schema, view, view.Name with { Name = now })
            : schema;
    }

    private static SchemaFacts RenameIndex(SchemaFacts schema, ObjectName index, string now)
    {
        if (schema.Resolve(schema.Indexes, index) is not { } full || schema.TableOfIndex(full) is not { } table)
        {
            return schema;
        }

        TableFacts changed = table.With(parts => parts.Indexes.TryGetValue(full.Name, out IndexFacts? facts) ? parts with { Indexes = parts.Indexes.Remove(full.Name).SetItem(now, facts) } : parts);
        return schema with
        {
            Tables = schema.Tables.SetItem(table.Name, changed),
            Indexes = schema.Indexes.Remove(full).SetItem(full with { Name = now }, table.Name),
        };
    }

    private static SchemaFacts Drop(SchemaFacts schema, DropStatement drop)
    {
        bool isFollowed = drop.ObjectType is "TABLE" or "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" or "INDEX";
        schema = schema.KnowsDependents && (drop.IsCascade || !isFollowed) ? schema with { KnowsDependents = false } : schema;
        if (drop.ObjectType is "SCHEMA" or "EXTENSION" or "OWNED")
        {
            HashSet<string> gone = [.. drop.Names.Select(name => name.Name.Name)];
            return drop.ObjectType == "SCHEMA"
                ? schema with { Tables = schema.Tables.RemoveRange(schema.Tables.Keys.Where(name => gone.Contains(name.Schema!))), Indexes = schema.Indexes.RemoveRange(schema.Indexes.Keys.Where(name => gone.Contains(name.Schema!))) }
                : schema.Uncertain();
        }

        foreach (TableReference reference in drop.Names)
        {
            schema = drop.ObjectType switch
            {
                "TABLE" or "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" when schema.Find(reference.Name) is { } table => Without(schema, table),
                "INDEX" when schema.TableOfIndex(reference.Name) is { } table => schema with
                {
                    Tables = schema.Tables.SetItem(table.Name, table.With(parts => parts with { Indexes = parts.Indexes.Remove(reference.Name.Name) })),
                    Indexes = schema.Indexes.Remove(schema.Resolve(schema.Indexes, reference.Name)!.Value),
                },
                "TYPE" when schema.Resolve(schema.Enums, reference.Name) is { } type => schema with { Enums = schema.Enums.Remove(type) },
                _ => schema,
            };
        }

        return schema;
    }

    private static SchemaFacts Without(SchemaFacts schema, TableFacts table) => schema with
    {
        Gone = table.IsLive ? schema.Gone.Add((table.Name, null)) : schema.Gone,
        Tables = schema.Tables.Remove(table.Name),
        Indexes = schema.Indexes.RemoveRange(table.Parts.Indexes.Keys.Select(index => new ObjectName(table.Name.Schema, index))),
    };

    private static SchemaFacts SetPath(SchemaFacts schema, SetStatement set) =>
        set.Value is null || set.Value.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase) ? schema with { Path = schema.StartPath }
        : schema with { Path = [.. set.Value.Split(',').Select(part => part.Trim().Trim('"', '\'')).Where(part => part.Length > 0 && part != "$user").Select(part => SqlIdentifier.Fold(part))] };

    /// <summary>The table, or a place to note what is learned of one that was made elsewhere; null for what a database does not have.</summary>
    private static TableFacts? Known(SchemaFacts schema, ObjectName name) =>
        schema.Find(name) ?? (schema.IsLive || schema.Qualify(name) is not { } full ? null : new TableFacts(full, (TableParts?)null));

    private static ImmutableHashSet<string> Labels(StatementReader reader)
    {
        var labels = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        for (; !reader.AtEnd; reader.Advance())
        {
            if (reader.Current.Kind == SqlTokenKind.StringConstant)
            {
                labels.Add(reader.CurrentText[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal));
            }
        }

        return labels.ToImmutable();
    }
}
