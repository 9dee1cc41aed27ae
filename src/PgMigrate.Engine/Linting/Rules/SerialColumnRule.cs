using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of a serial type.</summary>
internal sealed class SerialColumnRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "serial-column",
        Title = "Column of type serial",
        Triggers = "A column of type serial, bigserial or smallserial in CREATE TABLE.",
        Effect = "The sequence is an object of its own with rights of its own, and inserts can write past it; an identity column belongs to the table and is the standard's form.",
        Instead = "Use GENERATED ALWAYS AS IDENTITY, or BY DEFAULT where rows bring their own number.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["prefer-identity"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.IsSerial)
            {
                context.Report(this, statement, column.Type.Span, $"Column {column.Name} is {column.Type}; an identity column is easier to keep.");
            }
        }
    }
}
