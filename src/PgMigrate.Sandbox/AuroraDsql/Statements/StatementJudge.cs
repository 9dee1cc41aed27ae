using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>
/// Decides from a statement's tokens whether the service takes it. What depends on the catalog (types, key columns, counts) is
/// decided by event triggers in the database; see <c>simulator.sql</c>.
/// </summary>
internal static class StatementJudge
{
    /// <summary>Statements that the service does not have at all, by first word, with the name its messages use.</summary>
    private static readonly Dictionary<string, string> Unsupported = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TRUNCATE"] = "unsupported statement: Truncate",
        ["LOCK"] = "unsupported statement: Lock",
        ["COPY"] = "unsupported statement: Copy",
        ["VACUUM"] = "unsupported VACUUM statement",
        ["MERGE"] = "unsupported statement type: MERGE",
        ["LISTEN"] = "unsupported statement: Listen",
        ["NOTIFY"] = "unsupported statement: Notify",
        ["UNLISTEN"] = "unsupported statement: Unlisten",
        ["CLUSTER"] = "unsupported statement: Cluster",
        ["REINDEX"] = "unsupported statement: Reindex",
        ["REFRESH"] = "unsupported statement: RefreshMatView",
        ["LOAD"] = "unsupported statement: Load",
        ["DISCARD"] = "unsupported statement: Discard",
        ["CHECKPOINT"] = "unsupported statement: CheckPoint",
        ["DO"] = "unsupported statement: Do",
        ["DECLARE"] = "unsupported statement: DeclareCursor",
        ["FETCH"] = "unsupported statement: Fetch",
        ["MOVE"] = "unsupported statement: Fetch",
        ["CLOSE"] = "unsupported statement: ClosePortal",
        ["PREPARE"] = "unsupported statement: Prepare",
        ["EXECUTE"] = "unsupported statement: Execute",
        ["REASSIGN"] = "unsupported statement: ReassignOwned",
        ["SECURITY"] = "unsupported statement: SecLabel",
        ["IMPORT"] = "unsupported statement: ImportForeignSchema",
    };

    /// <summary>Judges one statement.</summary>
    /// <param name="text">Its text without a closing semicolon.</param>
    public static Verdict Judge(string text)
    {
        try
        {
            return JudgeReadable(text) with { Text = text };
        }
        catch (SqlSyntaxException error)
        {
            return Verdict.Refused(new Refusal("42601", error.Message)) with { Text = text };
        }
    }

    private static Verdict JudgeReadable(string text)
    {
        var reader = new StatementReader(text);
        if (reader.AtEnd)
        {
            return new Verdict(StatementClass.Session);
        }

        if (reader.Current.Kind == SqlTokenKind.Word && Unsupported.TryGetValue(reader.CurrentText.ToString(), out string? refused))
        {
            return Verdict.Refused(Refusal.Unsupported(refused));
        }

        return TransactionJudge.Judge(reader)
            ?? SettingJudge.Judge(reader)
            ?? DefinitionJudge.Judge(reader, text)
            ?? QueryJudge.Judge(reader);
    }
}
