using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>The index that a statement makes or drops CONCURRENTLY: its validity in the catalog tells how the statement ended.</summary>
internal sealed record IndexBuild(string Name, bool IsDrop)
{
    /// <summary>What the catalog shows when the statement failed.</summary>
    public string WhatIsWrong => IsDrop
        ? $"the index {Name} is still there." : $"the index {Name} is missing or not valid. Drop it (DROP INDEX CONCURRENTLY) and run again.";

    /// <summary>Reads CREATE INDEX CONCURRENTLY with a name, and DROP INDEX CONCURRENTLY of one index; null for all else.</summary>
    public static IndexBuild? Read(PreparedStatement statement)
    {
        var reader = new StatementReader(statement.Text);
        if (reader.Accept("CREATE"))
        {
            reader.Accept("UNIQUE");
            if (!reader.Accept("INDEX", "CONCURRENTLY"))
            {
                return null;
            }

            reader.Accept("IF", "NOT", "EXISTS");
            if (reader.Is("ON") || NameAsWritten(ref reader) is not { } index || !reader.Accept("ON"))
            {
                return null;
            }

            // An index lies in the schema of its table.
            reader.Accept("ONLY");
            return NameAsWritten(ref reader) is { } table ? new IndexBuild(InSchemaOf(table, index), false) : null;
        }

        if (!reader.Accept("DROP", "INDEX", "CONCURRENTLY"))
        {
            return null;
        }

        reader.Accept("IF", "EXISTS");
        string? name = NameAsWritten(ref reader);
        return name is not null && reader.Current.Kind != SqlTokenKind.Comma ? new IndexBuild(name, true) : null;
    }

    /// <summary>Asks for the index: a row with its validity, or none.</summary>
    public PreparedStatement Question() => StatementPreparer.Prepare(
        "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1)", [SqlParameter.Text(Name)], tagged: false);

    /// <summary>True: well. False: not. Null: the answer does not tell.</summary>
    public bool? HowItEnded(IReadOnlyList<SqlRow>? rows) => rows is null ? null : IsDrop ? rows.Count == 0 : rows is [{ } row] && row.GetBoolean(0);

    private static string InSchemaOf(string table, string index)
    {
        int dot = table.LastIndexOf('.');
        return dot < 0 ? index : table[..(dot + 1)] + index;
    }

    private static string? NameAsWritten(ref StatementReader reader)
    {
        string? name = null;
        while (reader.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)
        {
            name += reader.CurrentText.ToString();
            reader.Advance();
            if (!reader.Accept(SqlTokenKind.Dot))
            {
                return name;
            }

            name += ".";
        }

        return name;
    }
}
