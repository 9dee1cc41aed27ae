using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A query, or a row change, with a clause or a function that DSQL does not have.</summary>
internal sealed class DsqlQueryRule : LintRule
{
    private static readonly HashSet<string> Queries = ["SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN"];

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-query",
        Title = "Clause or function of a query that DSQL does not have",
        Triggers = "SELECT INTO, FOR SHARE, FOR NO KEY UPDATE and TABLESAMPLE, and calls of set_config(), of the advisory lock functions and, in a query, of sys.wait_for_job().",
        Effect = "DSQL refuses: clauses and set_config() with 0A000, the lock functions with 42883 for they are not there, sys.wait_for_job() with 42809 for it is a procedure.",
        Instead = "Create the table and INSERT into it; use FOR UPDATE or FOR KEY SHARE; leave locks and settings out; write CALL sys.wait_for_job(…).",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: answers of real clusters and AWS's pgdump-proxy, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        bool isQuery = statement.Parsed is OpaqueStatement opaque && Queries.Contains(opaque.Command);
        if (!isQuery && statement.Parsed is not DataChangeStatement { Kind: not (DataChangeKind.Copy or DataChangeKind.Merge) })
        {
            return;
        }

        int depth = 0;
        bool selects = false;
        for (StatementReader reader = statement.Read(); !reader.AtEnd; reader.Advance())
        {
            depth += reader.Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : reader.Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (reader.Current.Kind != SqlTokenKind.Word)
            {
                continue;
            }

            // INTO belongs to the SELECT before it; that of an INSERT comes first.
            selects |= isQuery && depth == 0 && reader.Is("SELECT");
            selects &= !reader.Is("INSERT");
            if ((selects && depth == 0 && reader.Is("INTO") ? "SELECT INTO" : ClauseAt(reader) ?? CallAt(reader)) is { } what)
            {
                context.Report(this, statement, new TextSpan(reader.Current.Start, reader.Current.End), $"DSQL has no {what}.");
            }
        }
    }

    private static string? ClauseAt(StatementReader reader) =>
        reader.Is("TABLESAMPLE") ? "TABLESAMPLE"
        : reader.Accept("FOR", "SHARE") ? "FOR SHARE"
        : reader.Accept("FOR", "NO", "KEY", "UPDATE") ? "FOR NO KEY UPDATE"
        : null;

    private static string? CallAt(StatementReader reader)
    {
        string name = SqlIdentifier.Fold(reader.CurrentText);
        bool isWait = name == "sys" && reader.Accept("SYS") && reader.Accept(SqlTokenKind.Dot) && reader.Is("wait_for_job");
        if (!isWait && name != "set_config" && !(name.StartsWith("pg_", StringComparison.Ordinal) && name.Contains("advisory", StringComparison.Ordinal)))
        {
            return null;
        }

        reader.Advance();
        return reader.Current.Kind != SqlTokenKind.LeftParenthesis ? null : isWait ? "function sys.wait_for_job(): it is a procedure" : $"{name}()";
    }
}
