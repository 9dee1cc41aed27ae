using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>A rule about columns as they are defined, in CREATE TABLE and ADD COLUMN alike.</summary>
public abstract class ColumnRule : LintRule
{
    /// <summary>The columns a statement defines or gives another type; those of temporary tables left out.</summary>
    /// <param name="statement">The statement.</param>
    protected static IReadOnlyList<ColumnDefinition> ColumnsOf(LintStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Columns;
    }
}
