using PgMigrate.Engine.Scripting;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Answers scripts from a session. Rows come as JSON that the server makes, so that names and values are the same on every target.
/// </summary>
internal sealed class SessionScriptDatabase(ISqlSession session) : IScriptDatabase
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> QueryAsync(string text, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default)
    {
        SqlStatement statement = One(text);
        string sql = statement.Text.ToString();
        SqlParameter[] bound = [.. parameters.Select(value => new SqlParameter(SqlParameterType.Unspecified, Written(value)))];
        if (AsJson(statement, sql) is { } json)
        {
            var results = await session.QueryAsync(new SqlBatch(new SqlCommand(json, bound)), cancellationToken).ConfigureAwait(false);
            return [.. results.SelectMany(rows => rows).Select(row => row.GetString(0)!)];
        }

        await session.ExecuteAsync(new SqlBatch(new SqlCommand(sql, bound)), cancellationToken).ConfigureAwait(false);
        return [];
    }

    private static SqlStatement One(string text)
    {
        try
        {
            SqlStatement[] statements = [.. StatementSplitter.Split(SourceText.FromString(text))];
            return statements.Length == 1 ? statements[0]
                : throw Refused($"pgm.db takes one statement at a time, not {statements.Length}.");
        }
        catch (SqlSyntaxException error)
        {
            throw Refused(error.Message);
        }
    }

    /// <summary>The statement as one that gives its rows as JSON; null for one that gives none.</summary>
    private static string? AsJson(SqlStatement statement, string sql)
    {
        var reader = new StatementReader(statement);
        if (reader.Is("SELECT") || reader.Is("VALUES") || reader.Is("TABLE") || (reader.Is("WITH") && !HasWord(statement, "INSERT", "UPDATE", "DELETE", "MERGE")))
        {
            return HasWord(statement, "INTO") ? null : $"SELECT row_to_json(t)::text FROM (\n{sql}\n) AS t";
        }

        bool changes = reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("DELETE") || reader.Is("MERGE");
        return changes && HasWord(statement, "RETURNING") ? $"WITH t AS (\n{sql}\n) SELECT row_to_json(t)::text FROM t"
            : reader.Is("SHOW") || reader.Is("EXPLAIN") || (reader.Is("WITH") && HasWord(statement, "RETURNING"))
                ? throw Refused($"pgm.db cannot give the rows of this statement ({statement.FirstLine}). Ask with SELECT, or change data with INSERT, UPDATE or DELETE … RETURNING.")
                : null;
    }

    private static bool HasWord(SqlStatement statement, params ReadOnlySpan<string> words)
    {
        for (var reader = new StatementReader(statement); !reader.AtEnd; reader.Advance())
        {
            foreach (string word in words)
            {
                if (reader.Is(word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? Written(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static SqlFailureException Refused(string message) => new(new SqlFailure { Message = message, Outcome = SqlOutcome.NotApplied });
}
