using System.Collections.Concurrent;
using System.Globalization;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Turns the server's answers into the service's.</summary>
internal static class AnswerTranslator
{
    /// <summary>The version that the service reports.</summary>
    private const string ServerVersion = "16.15";

    /// <param name="message">An answer.</param>
    /// <param name="refusals">Refusals by number.</param>
    /// <param name="column">What a refused statement's column is named, before its number.</param>
    public static WireMessage Translate(WireMessage message, ConcurrentDictionary<int, Refusal> refusals, string column) => message.Type switch
    {
        'E' => Error(message, refusals, column),
        'S' when message.Text == "server_version" => WireMessage.OfTexts('S', "server_version", ServerVersion),
        _ => message,
    };

    private static WireMessage Error(WireMessage message, ConcurrentDictionary<int, Refusal> refusals, string column)
    {
        List<(char Letter, string Text)> fields = ErrorFields.Read(message);
        string Field(char letter) => fields.FirstOrDefault(field => field.Letter == letter).Text ?? "";
        string text = Field('M');
        int at = text.IndexOf(column, StringComparison.Ordinal);
        if (at >= 0)
        {
            string number = new([.. text[(at + column.Length)..].TakeWhile(char.IsAsciiDigit)]);
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int key) && refusals.TryRemove(key, out Refusal? refusal)
                ? ErrorFields.Of("ERROR", refusal) : message;
        }

        // PostgreSQL finds a conflict, or a deadlock, at the statement; the service finds it at the commit and has no locks.
        if (Field('C') is "40001" or "40P01")
        {
            return ErrorFields.Of("ERROR", Refusal.Conflict);
        }

        // Places in PostgreSQL's source and in the simulator's own functions mean nothing to a client.
        return ErrorFields.Write(fields.Where(field => field.Letter is not ('F' or 'L' or 'R')
            && !(field.Letter == 'W' && field.Text.Contains("sys.sim_", StringComparison.Ordinal))));
    }
}
