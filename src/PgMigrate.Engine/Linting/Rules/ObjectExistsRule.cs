using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement makes what the database has.</summary>
internal sealed class ObjectExistsRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "object-exists",
        Title = "Table, column, constraint, index or enum that is there already",
        Triggers = "With -Connection: CREATE or ADD of something that the database has or an earlier statement made. With IF NOT EXISTS: when what is there is not what is asked for, an INVALID index, one on other columns, a column of another type or a table that lacks columns.",
        Effect = "Without IF NOT EXISTS the statement fails, and with it the migration. With it, nothing is made and nothing is said: an INVALID index stays unused, and later statements meet the old thing.",
        Instead = "Find out who made it: a migration that was run and not recorded is marked with Set-MigrationBaseline; an INVALID index is dropped and built anew; another thing of that name needs another name.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        NeedsConnection = true,
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (!context.Schema.IsLive || !context.Schema.IsCertain)
        {
            return;
        }

        switch (statement.Parsed)
        {
            case CreateTableStatement { IsTemporary: false } table:
                Check(context, statement, table);
                break;
            case CreateStatement { ObjectType: "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE", IsTemporary: false, OrReplace: false, IfNotExists: false } create when At(context, create.Name) is { } taken:
                Report(context, statement, create.Head, $"There is already a relation {taken.Name.Name}.", $"{taken.Name} is there");
                break;
            case CreateStatement { ObjectType: "TYPE", IsEnum: true } create when context.Schema.Qualify(create.Name) is { } type && context.Schema.Enums.ContainsKey(type):
                Report(context, statement, create.Head, $"There is already an enum {create.Name}.", $"enum {type} is there");
                break;
            case AlterStatement { ObjectType: "TYPE", Action: "ADD VALUE", IsGuarded: false } alter when EnumValues.AddedBy(statement.Statement) is { } value && context.Schema.LabelsOf(alter.Name)?.Contains(value) == true:
                Report(context, statement, alter.Head, $"{alter.Name} has the value '{value}' already.", $"enum {alter.Name} has '{value}'");
                break;
            case CreateIndexStatement { Name: { } name } index when context.Schema.Find(index.Table.Name) is { } table:
                Check(context, statement, index, new ObjectName(table.Name.Schema, name), table);
                break;
            case AlterTableStatement alter when context.AlteredTable(alter) is { } table:
                Check(context, statement, alter, table);
                break;
        }
    }

    private void Check(LintContext context, LintStatement statement, CreateTableStatement table)
    {
        if (At(context, table.Table.Name) is not { } there)
        {
            return;
        }

        string[] lacking = [.. table.Columns.Select(column => column.Name).Where(there.Lacks)];
        if (!table.IfNotExists)
        {
            Report(context, statement, table.Table.Span, $"There is already a table {table.Table}.", $"{there.Name} is there");
        }
        else if (lacking.Length > 0)
        {
            Report(context, statement, table.Table.Span, $"{table.Table} is there and stays as it is, without {string.Join(", ", lacking)}.", $"{there.Name} lacks {string.Join(", ", lacking)}", LintSeverity.Warning);
        }
    }

    private void Check(LintContext context, LintStatement statement, CreateIndexStatement index, ObjectName name, TableFacts table)
    {
        if (!context.Schema.Indexes.TryGetValue(name, out ObjectName owner))
        {
            return;
        }

        bool isSame = owner == table.Name && table.Parts.Indexes.TryGetValue(name.Name, out IndexFacts? facts) && facts.Keys.SequenceEqual(index.Keys) && facts.IsUnique == index.IsUnique;
        bool isInvalid = owner == table.Name && table.Parts.Indexes.TryGetValue(name.Name, out IndexFacts? built) && !built.IsValid;
        if (!index.IfNotExists)
        {
            Report(context, statement, index.Head, $"There is already an index {name.Name}{(isInvalid ? ", and it is INVALID" : "")}.", $"index {name} is there");
        }
        else if (isInvalid)
        {
            Report(context, statement, index.Head, $"Index {name.Name} is there and INVALID: a concurrent build failed, and IF NOT EXISTS keeps what it left.", $"index {name} is INVALID", LintSeverity.Warning);
        }
        else if (!isSame)
        {
            Report(context, statement, index.Head, $"Index {name.Name} is there and stays as it is: it is another index, of {owner.Name}.", $"index {name} is another one", LintSeverity.Warning);
        }
    }

    private void Check(LintContext context, LintStatement statement, AlterTableStatement alter, TableFacts table)
    {
        foreach (AlterAction action in alter.Actions)
        {
            if (action.Column is { } column && table.Column(column.Name) is { } there)
            {
                if (!action.IsGuarded)
                {
                    Report(context, statement, action.Span, $"{table.Name.Name} has a column {column.Name} already.", $"{table.Name} has column {column.Name}");
                }
                else if (!column.Type.IsSerial && there.Type is { } type && BareName(type) != BareName(column.Type))
                {
                    Report(context, statement, action.Span, $"Column {column.Name} is there and stays as it is: its type is {type}.", $"column {column.Name} of {table.Name} is {type}", LintSeverity.Warning);
                }
            }
            else if (action.Constraint is { } constraint)
            {
                Check(context, statement, action, constraint, table);
            }

            table = TableChange.Apply(table, action, statement);
        }
    }

    private void Check(LintContext context, LintStatement statement, AlterAction action, TableConstraint constraint, TableFacts table)
    {
        if (constraint.Name is { } name && table.Parts.Constraints.ContainsKey(name))
        {
            Report(context, statement, action.Span, $"{table.Name.Name} has a constraint {name} already.", $"{table.Name} has constraint {name}");
        }
        else if (constraint.Kind == TableConstraintKind.PrimaryKey && table.Parts.Constraints.FirstOrDefault(pair => pair.Value.Kind == TableConstraintKind.PrimaryKey) is { Key: { } key })
        {
            Report(context, statement, action.Span, $"{table.Name.Name} has a primary key already.", $"{table.Name} has primary key {key}");
        }
    }

    /// <summary>The search path decides whether a server shows the schema of a type.</summary>
    private static string BareName(TypeReference type) => type.Name[(type.Name.LastIndexOf('.') + 1)..];

    /// <summary>What stands where the name would be made.</summary>
    private static TableFacts? At(LintContext context, ObjectName name) =>
        context.Schema.Qualify(name) is { } full && context.Schema.Tables.TryGetValue(full, out TableFacts? there) ? there : null;

    private void Report(LintContext context, LintStatement statement, TextSpan span, string message, string fact, LintSeverity? severity = null) =>
        context.ReportLive(this, statement, span, message, fact, severity);
}
