using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Knows the columns that the script added itself.</summary>
internal static class ColumnsAdded
{
    /// <summary>True when a statement before this one, or an action before it, added the column.</summary>
    public static bool Has(LintContext context, LintStatement statement, ObjectName table, string column) =>
        context.Lookup.IsAdded(table, column, statement.Index);
}
