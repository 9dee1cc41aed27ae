using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement is longer than the Data API takes.</summary>
internal sealed class DataApiStatementTooLongRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-statement-too-long",
        Title = "Statement of more than 65,536 characters on the Data API",
        Triggers = "A statement of more than 65,536 characters.",
        Effect = "The service refuses the call: the sql member is limited to 65,536 characters.",
        Instead = "Split it into several statements; for many rows, several INSERTs.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: the service's model.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Statement.Length > MostCharacters)
        {
            context.Report(this, statement, statement.Parsed.Head, $"This statement has {statement.Statement.Length} characters; the Data API takes {MostCharacters}.");
        }
    }

    private const int MostCharacters = 65536;
}
