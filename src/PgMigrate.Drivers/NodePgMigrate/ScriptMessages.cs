using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>The messages of the child process as the engine's types, and back.</summary>
internal static class ScriptMessages
{
    /// <summary>Whole numbers above this are not exact in JavaScript (Number.MAX_SAFE_INTEGER).</summary>
    private const long MaxSafeInteger = 9_007_199_254_740_991;

    public static ScriptOutcome Outcome(JsonElement root) => new()
    {
        Statements = [.. root.GetProperty("steps").EnumerateArray().Select(step =>
        {
            (int? line, int? column) = Place(step);
            return new ScriptStatement(step.GetProperty("sql").GetString()!, line, column);
        })],
        UsesTransaction = root.GetProperty("transaction").GetBoolean(),
    };

    public static ScriptFailure Failure(JsonElement root)
    {
        (int? line, int? column) = Place(root);
        string message = root.GetProperty("message").GetString()!.Trim();
        ScriptFailureKind kind = root.GetProperty("code").GetString() switch
        {
            "ERR_PGMIGRATE_NO_SESSION" => ScriptFailureKind.NeedsDatabase,
            "ERR_PGMIGRATE_NO_WAY" => ScriptFailureKind.Irreversible,
            _ => ScriptFailureKind.Error,
        };
        return kind == ScriptFailureKind.NeedsDatabase
            ? new ScriptFailure(kind, "It asks the database while it runs (pgm.db), and there is none to ask here.", line, column)
            : new ScriptFailure(kind, message, line, column);
    }

    /// <summary>Values to bind.</summary>
    public static object?[] Values(JsonElement values) => [.. values.EnumerateArray().Select(value => (object?)(value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetRawText(),
        _ => value.GetString(),
    }))];

    /// <summary>Rows of JSON as columns and rows.</summary>
    public static JsonObject Rows(IReadOnlyList<string> rows)
    {
        var columns = new JsonArray();
        var list = new JsonArray();
        foreach (string text in rows)
        {
            using var row = JsonDocument.Parse(text);
            var values = new JsonArray();
            foreach (JsonProperty property in row.RootElement.EnumerateObject())
            {
                if (list.Count == 0)
                {
                    columns.Add(property.Name);
                }

                values.Add(Exact(property.Value));
            }

            list.Add(values);
        }

        return new JsonObject { ["columns"] = columns, ["rows"] = list, ["failure"] = null };
    }

    public static JsonObject Refusal(SqlFailure failure) => new()
    {
        ["columns"] = new JsonArray(),
        ["rows"] = new JsonArray(),
        ["failure"] = new JsonObject { ["message"] = failure.Message, ["code"] = failure.SqlState, ["detail"] = failure.Detail },
    };

    /// <summary>A number that JavaScript would round goes as text.</summary>
    private static JsonNode? Exact(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number
            && !(value.TryGetInt64(out long whole) && Math.Abs(whole) <= MaxSafeInteger)
            && value.GetDouble().ToString("R", CultureInfo.InvariantCulture) != value.GetRawText())
        {
            return JsonValue.Create(value.GetRawText());
        }

        return JsonNode.Parse(value.GetRawText());
    }

    private static (int? Line, int? Column) Place(JsonElement item) =>
        item.GetProperty("place") is { ValueKind: JsonValueKind.Object } place
            ? (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32()) : (null, null);
}
