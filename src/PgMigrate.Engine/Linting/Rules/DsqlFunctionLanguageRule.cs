using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A function in a language that DSQL does not run.</summary>
internal sealed class DsqlFunctionLanguageRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-function-language",
        Title = "Function not in LANGUAGE sql",
        Triggers = "CREATE FUNCTION in a language other than sql.",
        Effect = "DSQL refuses with 0A000: \"CREATE FUNCTION with language plpgsql not supported\".",
        Instead = "Write it in SQL, or in the program.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_create_function_non_sql"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateStatement { ObjectType: "FUNCTION", Language: not null and not "sql" } function)
        {
            context.Report(this, statement, function.Head, $"DSQL runs no functions in {function.Language}.");
        }
    }
}
