using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An object that DSQL does not have.</summary>
internal sealed class DsqlObjectRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-object",
        Title = "Object that DSQL does not have",
        Triggers = "CREATE, ALTER or DROP of a materialized view, trigger, extension, type, procedure, policy, rule, foreign server, publication, subscription, tablespace, database, aggregate, operator, cast, collation, event trigger or text search object; CREATE of a temporary view.",
        Effect = "DSQL refuses with 0A000.",
        Instead = "Do without: gen_random_uuid() is built in, values of an enum fit a CHECK, a trigger's work belongs into the program.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_materialized_view", "unsupported_create_trigger", "unsupported_create_extension", "unsupported_create_procedure", "unsupported_create_database", "unsupported_create_policy", "unsupported_create_type", "unsupported_create_server", "unsupported_temp_view", "unsupported_alter_type", "unsupported_drop_type", "unsupported_drop_policy", "unsupported_drop_materialized_view"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        (string? type, bool temporary) = statement.Parsed switch
        {
            CreateStatement created => (created.ObjectType, created.IsTemporary),
            AlterStatement altered => (altered.ObjectType, false),
            DropStatement { ObjectType: "TRIGGER", IfExists: true } => (null, false),
            DropStatement dropped => (dropped.ObjectType, false),
            _ => (null, false),
        };
        if (type is not null && (Unknown.Contains(type) || (temporary && (type is "VIEW" or "SEQUENCE"))))
        {
            context.Report(this, statement, statement.Parsed.Head, $"DSQL has no {(temporary ? "temporary " : "")}{type.ToLowerInvariant()}s.");
        }
    }

    private static readonly HashSet<string> Unknown =
    [
        "MATERIALIZED VIEW", "TRIGGER", "EVENT TRIGGER", "EXTENSION", "TYPE", "PROCEDURE", "POLICY", "RULE", "SERVER", "FOREIGN DATA WRAPPER", "USER MAPPING", "PUBLICATION",
        "SUBSCRIPTION", "TABLESPACE", "DATABASE", "AGGREGATE", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "CAST", "COLLATION", "CONVERSION", "LANGUAGE", "TRANSFORM",
        "ACCESS METHOD", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE",
    ];
}
