using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>SET, RESET and SHOW: the service has a short list of settings that may be changed.</summary>
internal static class SettingJudge
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "application_name", "client_encoding", "datestyle", "extra_float_digits", "intervalstyle", "timezone", "search_path",
        "disable_sync_create_index", "dsql.enable_batched_nestloop",
    };

    /// <summary>True when the setting may be changed; planner switches may.</summary>
    public static bool IsAllowed(string name) => Allowed.Contains(name) || name.StartsWith("enable_", StringComparison.OrdinalIgnoreCase);

    /// <summary>The service's answer to any other.</summary>
    public static Refusal NotSupported(string name) => Refusal.Unsupported($"setting configuration parameter \"{name}\" not supported");

    public static Verdict? Judge(StatementReader reader)
    {
        bool set = reader.Accept("SET");
        if (set || reader.Accept("RESET"))
        {
            if (reader.Is("CONSTRAINTS"))
            {
                return new Verdict(StatementClass.Session);
            }

            // A word that could be a scope is one only when another word follows it.
            _ = reader.Accept("SESSION", "CHARACTERISTICS") ? true : reader.Is("SESSION") ? SkipScope(ref reader) : reader.Accept("LOCAL");
            string name = NameOf(ref reader);
            return IsAllowed(name) ? new Verdict(StatementClass.Session) : Verdict.Refused(NotSupported(name));
        }

        if (reader.Accept("SHOW"))
        {
            return reader.Is("lc_collate")
                ? Verdict.Refused(new Refusal("42704", "unrecognized configuration parameter \"lc_collate\""))
                : new Verdict(StatementClass.Session);
        }

        if (reader.Accept("DEALLOCATE"))
        {
            reader.Accept("PREPARE");
            return reader.Is("ALL") ? new Verdict(StatementClass.Session) : Verdict.Refused(Refusal.Statement("Deallocate"));
        }

        return null;
    }

    private static bool SkipScope(ref StatementReader reader)
    {
        StatementReader ahead = reader;
        if (!ahead.Accept("SESSION", "AUTHORIZATION"))
        {
            reader.Advance();
        }

        return true;
    }

    private static string NameOf(ref StatementReader reader)
    {
        if (reader.Accept("TIME", "ZONE"))
        {
            return "timezone";
        }

        if (reader.Is("AS") || reader.Is("TRANSACTION"))
        {
            return "TRANSACTION";
        }

        return reader.Accept("SESSION", "AUTHORIZATION") ? "session_authorization"
            : reader.Accept("NAMES") ? "client_encoding"
            : reader.Accept("SCHEMA") ? "search_path"
            : reader.ReadName() ?? "";
    }
}
