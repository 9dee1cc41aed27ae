using System.Text;

namespace PgMigrate.Sandbox.AuroraDsql.Wire;

/// <summary>The fields of an ErrorResponse (manual, 55.8).</summary>
internal static class ErrorFields
{
    /// <summary>The fields by letter, in order.</summary>
    public static List<(char Letter, string Text)> Read(WireMessage message)
    {
        var fields = new List<(char, string)>();
        int at = 0;
        while (at < message.Body.Length && message.Body[at] != 0)
        {
            char letter = (char)message.Body[at++];
            fields.Add((letter, message.ReadText(ref at)));
        }

        return fields;
    }

    /// <summary>A message of these fields.</summary>
    public static WireMessage Write(IEnumerable<(char Letter, string Text)> fields)
    {
        var text = new StringBuilder();
        foreach ((char letter, string value) in fields)
        {
            text.Append(letter).Append(value).Append('\0');
        }

        return new WireMessage('E', Encoding.UTF8.GetBytes(text.Append('\0').ToString()));
    }

    /// <summary>An error of the simulator's own.</summary>
    public static WireMessage Of(string severity, Refusal refusal)
    {
        var fields = new List<(char, string)> { ('S', severity), ('V', severity), ('C', refusal.SqlState), ('M', refusal.Message) };
        if (refusal.Hint is { } hint)
        {
            fields.Add(('H', hint));
        }

        return Write(fields);
    }
}
