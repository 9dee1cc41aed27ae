using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is changed by somebody who may not.</summary>
internal sealed class NotOwnerRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "not-owner",
        Title = "Change of a table that belongs to somebody else",
        Triggers = "With -Connection: ALTER TABLE, CREATE INDEX, CREATE POLICY, CREATE RULE, DROP or an ALTER of a view or sequence where the user of the connection has not the rights of its owner; for DROP, nor those of its schema's owner. Not after SET ROLE.",
        Effect = "The statement is refused (42501), and the migration fails. A privilege such as GRANT ALL does not help: only owners alter.",
        Instead = "Run migrations as the owner, make the user a member of the owning role, or SET ROLE to it at the head of the migration.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        NeedsConnection = true,
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (!context.Schema.IsLive || !context.Schema.KnowsUser)
        {
            return;
        }

        foreach ((TableFacts? table, TextSpan span, bool isDrop) in Changed(statement.Parsed, context.Schema))
        {
            if ((isDrop ? table?.MayDrop : table?.IsOwned) == false)
            {
                context.ReportLive(this, statement, span, $"{table!.Name.Name} belongs to {table.Owner}, so {context.Schema.User} may not {(isDrop ? "drop" : "alter")} it.", $"owner of {table.Name} is {table.Owner}, the user is {context.Schema.User}");
            }
        }
    }

    private static IEnumerable<(TableFacts? Table, TextSpan Span, bool IsDrop)> Changed(ParsedStatement statement, SchemaFacts schema) => statement switch
    {
        AlterTableStatement alter => [(schema.Find(alter.Table.Name) ?? schema.TableOfIndex(alter.Table.Name), alter.Table.Span, false)],
        CreateIndexStatement index => [(schema.Find(index.Table.Name), index.Table.Span, false)],
        CreateStatement { ObjectType: "POLICY" or "RULE", Table: { } table } => [(schema.Find(table.Name), table.Span, false)],
        AlterStatement { ObjectType: "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" } alter => [(schema.Find(alter.Name), alter.Head, false)],
        DropStatement { ObjectType: "TABLE" or "VIEW" or "MATERIALIZED VIEW" or "SEQUENCE" } drop => drop.Names.Select(name => (schema.Find(name.Name), name.Span, true)),
        DropStatement { ObjectType: "INDEX" } drop => drop.Names.Select(name => (schema.TableOfIndex(name.Name), name.Span, true)),
        _ => [],
    };
}
