using System.Globalization;
using System.Text.Json;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A value in a request, as the database gets it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its type and text. A text without a hint is a <c>varchar</c>, so that it needs a cast beside other types.</param>
internal sealed record ServiceParameter(string Name, WireParameter Value)
{
    private const uint Unknown = 0;
    private const uint Varchar = 1043;

    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm:ss.FFFFFF"];
    private static readonly string[] TimestampFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];

    public static IReadOnlyList<ServiceParameter> ReadList(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw ServiceRequest.Serialization("The parameters are no list.");
        }

        ServiceParameter[] parameters = [.. list.EnumerateArray().Select(Read)];
        return parameters.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).Count() == parameters.Length ? parameters
            : throw ServiceError.Validation("A parameter is given twice");
    }

    private static ServiceParameter Read(JsonElement item)
    {
        string name = ServiceRequest.TextOf(item, "name") ?? throw ServiceError.Constraint("parameters", "Member must have a name");
        string? hint = ServiceRequest.TextOf(item, "typeHint");
        JsonProperty[] members = item.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null)] : [];
        return members is [JsonProperty member] ? new ServiceParameter(name, ReadValue(name, member, hint))
            : throw ServiceError.Validation($"Parameter {name} must have exactly one value");
    }

    private static WireParameter ReadValue(string name, JsonProperty member, string? hint)
    {
        JsonElement value = member.Value;
        return (member.Name, value.ValueKind) switch
        {
            ("isNull", JsonValueKind.True) => new WireParameter(Unknown, null),
            ("booleanValue", JsonValueKind.True or JsonValueKind.False) => new WireParameter(16, value.GetBoolean() ? "t" : "f"),
            ("longValue", JsonValueKind.Number) when value.TryGetInt64(out long number) =>
                new WireParameter(20, number.ToString(CultureInfo.InvariantCulture)),
            ("doubleValue", JsonValueKind.Number) => new WireParameter(701, value.GetRawText()),
            ("doubleValue", JsonValueKind.String) when value.GetString() is "NaN" or "Infinity" or "-Infinity" => new WireParameter(701, value.GetString()),
            ("blobValue", JsonValueKind.String) when value.TryGetBytesFromBase64(out byte[]? bytes) => new WireParameter(17, "\\x" + Convert.ToHexString(bytes)),
            ("stringValue", JsonValueKind.String) => ReadText(name, value.GetString()!, hint),
            ("arrayValue", _) => throw ServiceError.Validation("Array parameters are not supported."),
            _ => throw ServiceRequest.Serialization($"The parameter {name} has no value that fits {member.Name}."),
        };
    }

    private static WireParameter ReadText(string name, string text, string? hint)
    {
        (bool fits, uint type) = hint switch
        {
            null => (true, Varchar),
            "UUID" => (Guid.TryParse(text, out _), 2950u),
            "DATE" => (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), 1082u),
            "TIME" => (TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _), 1083u),
            "TIMESTAMP" => (DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _), 1114u),
            "DECIMAL" => (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), 1700u),
            "JSON" => (IsJson(text), Unknown),
            _ => throw ServiceError.Constraint("typeHint", "Member must satisfy enum value set: [JSON, UUID, TIMESTAMP, DATE, TIME, DECIMAL]"),
        };
        return fits ? new WireParameter(type, text) : throw ServiceError.Validation($"The value of parameter {name} does not fit the type hint {hint}");
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
