using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Writes the answer of one statement.</summary>
internal static class ResultWriter
{
    /// <exception cref="ServiceError">The result has a type or a size that the service does not return.</exception>
    public static async Task<byte[]> WriteAsync(
        WireConnection connection, WireResult result, ServiceRequest request, RdsDataApiEmulatorOptions options)
    {
        var columns = new List<ColumnDescription>();
        foreach (WireColumn column in result.Columns ?? [])
        {
            ResultType type = await ResultTypes.FindAsync(connection, column.TypeOid).ConfigureAwait(false);
            if (type.Kind == FieldKind.Unsupported)
            {
                throw ServiceError.Unsupported($"The result contains the unsupported data type {type.Name}.");
            }

            columns.Add(request.IncludeResultMetadata && !request.AsJson
                ? await ColumnDescription.ReadAsync(connection, column, type).ConfigureAwait(false)
                : new ColumnDescription(column, type));
        }

        CheckSize(result, options);
        byte[] body = Write(result, columns, request);
        return body.Length <= options.MaxResponseBytes ? body : throw TooLarge();
    }

    /// <summary>The answer of a batch.</summary>
    public static byte[] WriteBatch(int sets) => Build(json =>
    {
        json.WriteStartArray("updateResults");
        for (int set = 0; set < sets; set++)
        {
            json.WriteStartObject();
            json.WriteStartArray("generatedFields");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>An answer with one text.</summary>
    public static byte[] WriteText(string name, string value) => Build(json => json.WriteString(name, value));

    private static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void CheckSize(WireResult result, RdsDataApiEmulatorOptions options)
    {
        if (result.LargestRow > options.MaxRowBytes)
        {
            throw ServiceError.Unsupported("Database returned a row larger than the allowed size limit");
        }

        if (result.Bytes > options.MaxResponseBytes)
        {
            throw TooLarge();
        }
    }

    private static ServiceError TooLarge() => ServiceError.Unsupported("Database returned more than the allowed response size limit");

    private static byte[] Write(WireResult result, List<ColumnDescription> columns, ServiceRequest request) => Build(json =>
    {
        if (request.AsJson && columns.Count > 0)
        {
            json.WriteString("formattedRecords", Format(result, columns));
            json.WriteNumber("numberOfRecordsUpdated", 0);
            return;
        }

        if (columns.Count == 0)
        {
            json.WriteStartArray("generatedFields");
            json.WriteEndArray();
            json.WriteNumber("numberOfRecordsUpdated", result.RowsWritten);
            return;
        }

        if (request.IncludeResultMetadata)
        {
            json.WriteStartArray("columnMetadata");
            columns.ForEach(column => column.Write(json));
            json.WriteEndArray();
        }

        json.WriteNumber("numberOfRecordsUpdated", 0);
        json.WriteStartArray("records");
        var fields = new FieldWriter(json, request.DecimalsAsNumbers, request.LongsAsTexts);
        foreach (string?[] row in result.Rows)
        {
            json.WriteStartArray();
            for (int at = 0; at < row.Length; at++)
            {
                fields.Write(columns[at].Type, row[at]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    /// <summary>The rows as one JSON text; binary and arrays are told apart by the service's documentation as texts.</summary>
    private static string Format(WireResult result, List<ColumnDescription> columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (string?[] row in result.Rows)
            {
                json.WriteStartObject();
                for (int at = 0; at < row.Length; at++)
                {
                    json.WritePropertyName(columns[at].Column.Name);
                    WriteValue(json, columns[at].Type, row[at]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter json, ResultType type, string? text)
    {
        switch (type.Kind)
        {
            case var _ when text is null:
                json.WriteNullValue();
                break;
            case FieldKind.Long:
                json.WriteNumberValue(long.Parse(text, CultureInfo.InvariantCulture));
                break;
            case FieldKind.Double or FieldKind.Decimal when text is not ("NaN" or "Infinity" or "-Infinity"):
                json.WriteRawValue(text);
                break;
            case FieldKind.Boolean when text is "t" or "f" or "0" or "1":
                json.WriteBooleanValue(text is "t" or "1");
                break;
            case FieldKind.Blob:
                json.WriteBase64StringValue(Convert.FromHexString(text[2..]));
                break;
            default:
                json.WriteStringValue(FieldWriter.TextOf(type, text));
                break;
        }
    }
}
