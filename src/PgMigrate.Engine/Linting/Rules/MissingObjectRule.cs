using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement names what the database does not have.</summary>
internal sealed class MissingObjectRule : LintRule
{
    /// <summary>What an action needs to be there under its name.</summary>
    private static readonly HashSet<AlterActionKind> NeedColumn =
    [
        AlterActionKind.DropColumn, AlterActionKind.AlterType, AlterActionKind.SetDefault, AlterActionKind.DropDefault, AlterActionKind.SetNotNull,
        AlterActionKind.DropNotNull, AlterActionKind.AddIdentity, AlterActionKind.RenameColumn,
    ];

    private static readonly HashSet<AlterActionKind> NeedConstraint = [AlterActionKind.DropConstraint, AlterActionKind.ValidateConstraint, AlterActionKind.RenameConstraint];

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "missing-object",
        Title = "Table, column, constraint or index that is not there",
        Triggers = "With -Connection: a statement without IF EXISTS that alters, indexes, drops, empties, changes or refers to a table, column, constraint or index that the database does not have and no statement before it makes, the migrations that are due before it included.",
        Effect = "The statement fails, and with it the migration.",
        Instead = "Look for a wrong name, a schema that is not on the search path, or a migration that was not run on this database. Where it may rightly be absent, write IF EXISTS.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        NeedsConnection = true,
        SkipsBodies = true,
        Notes = "Silent after a statement that may have made anything: a SELECT or CALL, a DO block, CREATE EXTENSION.",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (context.Schema is { IsLive: true, IsCertain: true })
        {
            CheckNames(statement, context);
        }
    }

    private void CheckNames(LintStatement statement, LintContext context)
    {
        foreach (TableReference table in TablesOf(statement.Parsed).Where(table => context.Schema.IsMissing(table.Name)))
        {
            Report(context, statement, table.Span, $"There is no table {table}.", table.ToString());
        }

        switch (statement.Parsed)
        {
            case DropStatement { ObjectType: "INDEX", IfExists: false } drop:
                foreach (TableReference index in drop.Names.Where(index => context.Schema.IsMissingIndex(index.Name)))
                {
                    Report(context, statement, index.Span, $"There is no index {index}.", index.ToString());
                }

                break;
            case AlterTableStatement alter when context.AlteredTable(alter) is { } table:
                CheckActions(context, statement, alter, table);
                break;
            case CreateIndexStatement index when context.Schema.Find(index.Table.Name) is { } table:
                CheckColumns(context, statement, index.KeyList, table, index.Keys);
                break;
            case DataChangeStatement change when context.Schema.Find(change.Table.Name) is { } table:
                CheckColumns(context, statement, change.Table.Span, table, change.Columns);
                break;
        }
    }

    private void CheckActions(LintContext context, LintStatement statement, AlterTableStatement alter, TableFacts table)
    {
        foreach (AlterAction action in alter.Actions)
        {
            if (NeedColumn.Contains(action.Kind) && !action.IsGuarded)
            {
                CheckColumns(context, statement, action.Span, table, [action.Name]);
            }
            else if (NeedConstraint.Contains(action.Kind) && !action.IsGuarded && table.HasAllConstraints && !IsVariable(action.Name) && !table.Parts.Constraints.ContainsKey(action.Name))
            {
                Report(context, statement, action.Span, $"{table.Name.Name} has no constraint {action.Name}.", $"constraint {action.Name} on {table.Name}");
            }

            table = TableChange.Apply(table, action, statement);
        }

        // Constraints are added after columns, wherever they stand.
        foreach (AlterAction action in alter.Actions.Where(action => action.Constraint is not null))
        {
            CheckColumns(context, statement, action.Span, table, action.Constraint!.Columns);
        }
    }

    private void CheckColumns(LintContext context, LintStatement statement, TextSpan span, TableFacts table, IReadOnlyList<string> columns)
    {
        foreach (string column in columns.Where(column => column != "?" && !IsVariable(column) && table.Lacks(column)).Distinct(StringComparer.Ordinal))
        {
            Report(context, statement, span, $"{table.Name.Name} has no column {column}.", $"column {column} in {table.Name}");
        }
    }

    private void Report(LintContext context, LintStatement statement, TextSpan span, string message, string what) =>
        context.ReportLive(this, statement, span, message, $"there is no {what} in the database");

    /// <summary>The relations a statement needs. Indexes and sequences that come with a table have names that nobody wrote, so they are not asked for.</summary>
    private static IEnumerable<TableReference> TablesOf(ParsedStatement statement) => statement switch
    {
        AlterTableStatement { IfExists: true } or AlterTableStatement { Actions: [{ Kind: AlterActionKind.Rename }] } => [],
        AlterTableStatement alter => alter.Actions.SelectMany(OthersOf).Prepend(alter.Table),
        CreateTableStatement table => OthersOf(table.Columns, table.Constraints).Concat(One(table.PartitionOf)).Where(other => other.Name != table.Table.Name),
        CreateIndexStatement index => [index.Table],
        CreateStatement { ObjectType: "TRIGGER" or "POLICY" or "RULE" } create => One(create.Table),
        DropStatement { IfExists: false, ObjectType: "TABLE" or "VIEW" or "MATERIALIZED VIEW" } drop => drop.Names,
        TruncateStatement truncate => truncate.Tables,
        LockStatement locks => locks.Tables,
        DataChangeStatement change => [change.Table],
        MaintenanceStatement { Command: not "REINDEX" } maintenance => One(maintenance.Target),
        _ => [],
    };

    private static IEnumerable<TableReference> OthersOf(AlterAction action) => OthersOf(action.Column is { } column ? [column] : [], action.Constraint is { } constraint ? [constraint] : [])
        .Concat(action.Kind == AlterActionKind.AttachPartition ? One(action.Table) : []);

    private static IEnumerable<TableReference> OthersOf(IEnumerable<ColumnDefinition> columns, IEnumerable<TableConstraint> constraints) =>
        columns.SelectMany(column => column.Constraints).Select(constraint => constraint.References).Concat(constraints.Select(constraint => constraint.References)).SelectMany(One);

    private static IEnumerable<TableReference> One(TableReference? table) => table is { } found ? [found] : [];

    private static bool IsVariable(string name) => name.AsSpan().ContainsAny('$', ':', '{');
}
