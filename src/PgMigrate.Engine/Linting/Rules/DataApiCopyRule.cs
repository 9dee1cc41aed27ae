using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>COPY on the Data API.</summary>
internal sealed class DataApiCopyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-copy",
        Title = "COPY on the RDS Data API",
        Triggers = "COPY … FROM STDIN with data, and COPY … TO STDOUT.",
        Effect = "The Data API has no way to send or receive the data.",
        Instead = "Write INSERTs, or run this migration over a PostgreSQL connection.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        StatementReader reader = statement.Read();
        if (reader.Accept("COPY") && reader.SkipTo("STDIN", "STDOUT"))
        {
            context.Report(this, statement, statement.Parsed.Head, "COPY through the client cannot be done over the Data API.");
        }
    }
}
