using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads SET and RESET.</summary>
internal static class SetParser
{
    /// <summary>The forms that name their setting by other words, without TO or = (grammar rules <c>set_rest</c> and <c>reset_rest</c>).</summary>
    private static readonly (string[] Words, string Name)[] Special =
    [
        (["TIME", "ZONE"], "timezone"), (["SESSION", "AUTHORIZATION"], "session_authorization"), (["XML", "OPTION"], "xmloption"), (["ROLE"], "role"),
        (["SCHEMA"], "search_path"), (["NAMES"], "client_encoding"),
    ];

    /// <summary>Reads from SET or RESET on; null for what sets no parameter, such as SET TRANSACTION and SET CONSTRAINTS.</summary>
    public static SetStatement? Read(ref StatementReader reader)
    {
        if (reader.Accept("RESET"))
        {
            return ReadSpecial(ref reader) is { } name ? new SetStatement(name, null, false)
                : ObjectName.TryRead(ref reader, out ObjectName plain) ? new SetStatement(plain.ToString(), null, false)
                : null;
        }

        reader.Accept("SET");
        bool local = reader.Accept("LOCAL");
        if (!local && !IsAt(reader, "SESSION", "AUTHORIZATION"))
        {
            reader.Accept("SESSION");
        }

        if (ReadSpecial(ref reader) is { } special)
        {
            return new SetStatement(special, ReadValue(ref reader), local);
        }

        if (!ObjectName.TryRead(ref reader, out ObjectName setting))
        {
            return null;
        }

        bool isEqual = reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "=";
        if (isEqual)
        {
            reader.Advance();
        }
        else if (!reader.Accept("TO") && !IsAt(reader, "FROM", "CURRENT"))
        {
            return null;
        }

        return new SetStatement(setting.ToString().ToLowerInvariant(), ReadValue(ref reader), local);
    }

    private static string? ReadSpecial(ref StatementReader reader)
    {
        foreach ((string[] words, string name) in Special)
        {
            StatementReader ahead = reader;
            if (ahead.Accept(words) && !ahead.Is("TO") && ahead.Current.Kind is not SqlTokenKind.Operator and not SqlTokenKind.Dot)
            {
                reader = ahead;
                return name;
            }
        }

        return null;
    }

    private static bool IsAt(StatementReader reader, string first, string second) => reader.Accept(first) && reader.Is(second);

    private static string ReadValue(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        bool single = reader.Current.Kind == SqlTokenKind.StringConstant;
        while (!reader.AtEnd)
        {
            single &= reader.Current.Start == start;
            reader.Advance();
        }

        string value = reader.TextOf(new TextSpan(start, Math.Max(start, reader.PreviousEnd))).ToString();
        return single ? value[(value.IndexOf('\'') + 1)..^1] : value;
    }
}
