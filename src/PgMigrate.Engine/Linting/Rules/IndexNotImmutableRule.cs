using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is on an expression whose value changes by itself.</summary>
internal sealed class IndexNotImmutableRule : LintRule
{
    /// <summary>Built-in functions none of whose forms is immutable (<c>pg_proc.provolatile</c>; a live test asks a server).</summary>
    internal static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "random", "gen_random_uuid", "nextval", "currval", "lastval", "current_setting",
        "concat", "concat_ws", "format", "to_char", "txid_current", "pg_current_xact_id",
    };

    /// <summary>Key words that stand for a stable function.</summary>
    private static readonly HashSet<string> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user", "session_user", "current_role", "current_catalog", "current_schema",
    };

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "index-not-immutable",
        Title = "Index on an expression that is not immutable",
        Triggers = "CREATE INDEX with a call of a built-in function that is stable or volatile (now(), random(), to_char(), concat() and the like) in a key or in its WHERE.",
        Effect = "The server refuses with 42P17: functions in index expressions and predicates must be marked IMMUTABLE.",
        Instead = "Compare with such a value in the query, not in the index; for times use AT TIME ZONE 'UTC', for text the || operator.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not CreateIndexStatement index)
        {
            return;
        }

        for (StatementReader reader = statement.ReadFrom(index.KeyList.Start); !reader.AtEnd; reader.Advance())
        {
            if (reader.Current.Kind == SqlTokenKind.Word && (IsCall(reader) || (Values.Contains(reader.CurrentText.ToString()) && !IsColumn(statement, reader))))
            {
                context.Report(this, statement, new TextSpan(reader.Current.Start, reader.Current.End), $"{SqlIdentifier.Fold(reader.CurrentText)} is not immutable, so no index can be built on it.");
            }
        }
    }

    private static bool IsCall(StatementReader reader)
    {
        bool known = Functions.Contains(reader.CurrentText.ToString());
        reader.Advance();
        return known && reader.Current.Kind == SqlTokenKind.LeftParenthesis;
    }

    /// <summary>Behind a dot it is a name.</summary>
    private static bool IsColumn(LintStatement statement, StatementReader reader) =>
        reader.Current.Start > 0 && statement.Statement.Text.Span[reader.Current.Start - 1] == '.';
}
