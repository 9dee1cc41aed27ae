using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using System.Globalization;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of a type that DSQL does not store.</summary>
internal sealed class DsqlColumnTypeRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-column-type",
        Title = "Column type that DSQL does not store",
        Triggers = "A column that is an array, or of type money, xml, inet, cidr, macaddr, a geometric type, tsvector, tsquery, a range, bit or pg_lsn; char over 4,096 or varchar over 65,535.",
        Effect = "DSQL refuses with 0A000: datatype … not supported. Most of these types exist in queries, not in tables.",
        Instead = "Store it as text, jsonb or bytea, or in a table of its own.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["array_type"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10. hstore and citext come with extensions, which DSQL does not have.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.IsArray || Refused.Contains(column.Type.Name) || IsTooLong(column.Type))
            {
                context.Report(this, statement, column.Type.Span, $"DSQL stores no {column.Type}.");
            }
        }
    }

    private static readonly HashSet<string> Refused =
    [
        "money", "xml", "inet", "cidr", "macaddr", "macaddr8", "point", "line", "lseg", "box", "path", "polygon", "circle", "tsvector", "tsquery",
        "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange",
        "tstzmultirange", "datemultirange", "bit", "bit varying", "pg_lsn", "hstore", "citext",
    ];

    private static bool IsTooLong(TypeReference type) => int.TryParse(type.Arguments, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
        && ((type.Name == "character" && length > 4096) || (type.Name == "character varying" && length > 65535));
}
