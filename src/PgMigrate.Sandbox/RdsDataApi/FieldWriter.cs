using System.Globalization;
using System.Text.Json;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Writes values as the service's <c>Field</c>.</summary>
internal sealed class FieldWriter(Utf8JsonWriter json, bool decimalsAsNumbers, bool longsAsTexts)
{
    public void Write(ResultType type, string? text)
    {
        json.WriteStartObject();
        if (text is null)
        {
            json.WriteBoolean("isNull", true);
        }
        else
        {
            WriteMember(type, text);
        }

        json.WriteEndObject();
    }

    private void WriteMember(ResultType type, string text)
    {
        switch (type.Kind)
        {
            case FieldKind.Long when longsAsTexts:
                json.WriteString("stringValue", text);
                break;
            case FieldKind.Long:
                json.WriteNumber("longValue", long.Parse(text, CultureInfo.InvariantCulture));
                break;
            case FieldKind.Double:
                WriteDouble("doubleValue", text);
                break;
            case FieldKind.Decimal when decimalsAsNumbers && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole):
                json.WriteNumber("longValue", whole);
                break;
            case FieldKind.Decimal when decimalsAsNumbers:
                WriteDouble("doubleValue", text);
                break;
            case FieldKind.Boolean when text is "t" or "f" or "0" or "1":
                json.WriteBoolean("booleanValue", text is "t" or "1");
                break;
            case FieldKind.Blob:
                json.WriteBase64String("blobValue", Convert.FromHexString(text[2..]));
                break;
            case FieldKind.Array:
                json.WritePropertyName("arrayValue");
                WriteArray(type.Element!, text);
                break;
            default:
                json.WriteString("stringValue", TextOf(type, text));
                break;
        }
    }

    /// <summary>A time with a zone is given in UTC and without saying so.</summary>
    public static string TextOf(ResultType type, string text) =>
        type.Kind == FieldKind.TimestampTz && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;

    private void WriteDouble(string name, string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            json.WriteString(name, text);
        }
        else
        {
            json.WriteNumber(name, double.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    private void WriteArray(ResultType element, string text)
    {
        List<string?> items = ArrayReader.Read(text) ?? throw ServiceError.Unsupported("The result contains an array of several dimensions.");
        if (items.Contains(null))
        {
            throw ServiceError.Unsupported("The result contains an array with NULL in it.");
        }

        json.WriteStartObject();
        json.WriteStartArray(element.Kind switch
        {
            FieldKind.Long when !longsAsTexts => "longValues",
            FieldKind.Double => "doubleValues",
            FieldKind.Boolean => "booleanValues",
            _ => "stringValues",
        });
        foreach (string item in items.OfType<string>())
        {
            switch (element.Kind)
            {
                case FieldKind.Long when !longsAsTexts:
                    json.WriteNumberValue(long.Parse(item, CultureInfo.InvariantCulture));
                    break;
                case FieldKind.Double when double.Parse(item, CultureInfo.InvariantCulture) is var real && double.IsFinite(real):
                    json.WriteNumberValue(real);
                    break;
                case FieldKind.Boolean:
                    json.WriteBooleanValue(item is "t" or "1");
                    break;
                default:
                    json.WriteStringValue(TextOf(element, item));
                    break;
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
