using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>A rule about columns as they are defined, in CREATE TABLE and ADD COLUMN alike.</summary>
public abstract class ColumnRule : LintRule
{
    /// <summary>The columns a statement defines or gives another type; those of temporary tables left out.</summary>
    /// <param name="statement">The statement.</param>
    protected static IEnumerable<ColumnDefinition> ColumnsOf(LintStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Parsed switch
        {
            CreateTableStatement { IsTemporary: false } table => table.Columns,
            AlterTableStatement alter => alter.Actions.Select(ColumnOf).OfType<ColumnDefinition>(),
            _ => [],
        };
    }

    /// <summary>A changed type counts like that of a new column.</summary>
    private static ColumnDefinition? ColumnOf(AlterAction action) =>
        action is { Kind: AlterActionKind.AlterType, Type: { } type } ? new ColumnDefinition(action.Name, type, [], action.Span) : action.Column;
}
