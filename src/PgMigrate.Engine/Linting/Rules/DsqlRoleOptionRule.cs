using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A role is created with more than LOGIN.</summary>
internal sealed class DsqlRoleOptionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-role-option",
        Title = "CREATE ROLE with options",
        Triggers = "CREATE ROLE or USER with anything but LOGIN or NOLOGIN, and CREATE GROUP.",
        Effect = "DSQL refuses with 0A000: roles log in by IAM, and have neither passwords nor powers of their own.",
        Instead = "Write CREATE ROLE … WITH LOGIN, map it with AWS IAM GRANT, and give it what it needs with GRANT.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: the Aurora DSQL user guide, which knows CREATE ROLE … WITH LOGIN alone, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not CreateStatement { ObjectType: "ROLE" or "USER" or "GROUP" } role)
        {
            return;
        }

        StatementReader reader = statement.Read();
        reader.Accept("CREATE");
        if (reader.Accept("GROUP"))
        {
            context.Report(this, statement, role.Head, "DSQL knows no CREATE GROUP.");
            return;
        }

        reader.Advance();
        ObjectName.TryRead(ref reader, out _);
        reader.Accept("WITH");
        _ = reader.Accept("LOGIN") || reader.Accept("NOLOGIN");
        if (!reader.AtEnd)
        {
            context.Report(this, statement, new TextSpan(reader.Current.Start, reader.Current.End), $"DSQL takes LOGIN as the only option of a role; {role.Name} has another.");
        }
    }
}
