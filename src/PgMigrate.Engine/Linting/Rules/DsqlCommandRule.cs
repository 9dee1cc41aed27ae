using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A command that DSQL does not know.</summary>
internal sealed class DsqlCommandRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-command",
        Title = "Command that DSQL does not know",
        Triggers = "VACUUM, REINDEX, CLUSTER, REFRESH, LOCK, LISTEN, UNLISTEN, NOTIFY, LOAD, PREPARE, DEALLOCATE of one name, DISCARD, DECLARE, MERGE, ALTER SYSTEM, ALTER DEFAULT PRIVILEGES, SECURITY LABEL, and COPY with a file or a program of the server.",
        Effect = "DSQL refuses with 0A000.",
        Instead = "Leave it out; ANALYZE is taken.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_vacuum", "unsupported_lock_table", "unsupported_listen", "unsupported_unlisten", "unsupported_notify", "unsupported_load", "unsupported_prepare", "unsupported_deallocate", "unsupported_discard", "unsupported_declare_cursor", "unsupported_copy_from_file"],
        ChecksRoutines = true,
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (NameOf(statement) is { } command)
        {
            context.Report(this, statement, statement.Parsed.Head, $"DSQL knows no {command}.");
        }
    }

    private static bool IsOnServer(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        reader.Advance();
        if (reader.Current.Kind == SqlTokenKind.LeftParenthesis)
        {
            reader.SkipParentheses();
        }

        if (!reader.SkipTo("FROM", "TO"))
        {
            return false;
        }

        reader.Advance();
        return reader.Is("PROGRAM") || reader.Current.Kind is SqlTokenKind.StringConstant or SqlTokenKind.EscapeString;
    }

    private static string? NameOf(LintStatement statement) => statement.Parsed switch
    {
        MaintenanceStatement maintenance => maintenance.Command,
        DataChangeStatement { Kind: DataChangeKind.Merge } => "MERGE",
        LockStatement => "LOCK",
        OpaqueStatement { Command: "LOCK" or "LISTEN" or "UNLISTEN" or "NOTIFY" or "LOAD" or "PREPARE" or "DISCARD" or "DECLARE" or "SECURITY" } opaque => opaque.Command,
        OpaqueStatement { Command: "DEALLOCATE" } when !statement.Words(new TextSpan(0, statement.Statement.Length)).EndsWith("ALL", StringComparison.OrdinalIgnoreCase) => "DEALLOCATE",
        AlterStatement { ObjectType: "SYSTEM" or "DEFAULT PRIVILEGES" } alter => $"ALTER {alter.ObjectType}",
        DataChangeStatement { Kind: DataChangeKind.Copy } or OpaqueStatement { Command: "COPY" } when IsOnServer(statement) => "COPY with a file of the server",
        _ => null,
    };
}
