using System.Globalization;
using System.Text.Json;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Reads the members of answers; unknown ones are passed over.</summary>
internal static class ResponseBody
{
    public static ExecuteStatementResponse ReadExecuteStatement(JsonElement body) => new()
    {
        Records = List(body, "records", row => Items(row, ReadField)),
        ColumnMetadata = List(body, "columnMetadata", ReadColumn),
        NumberOfRecordsUpdated = Number(body, "numberOfRecordsUpdated"),
        GeneratedFields = List(body, "generatedFields", ReadField),
        FormattedRecords = Text(body, "formattedRecords"),
    };

    public static BatchExecuteStatementResponse ReadBatchExecuteStatement(JsonElement body) => new()
    {
        UpdateResults = List(body, "updateResults", result => new UpdateResult { GeneratedFields = List(result, "generatedFields", ReadField) }),
    };

    public static string? Text(JsonElement body, string name) => Member(body, name)?.GetString();

    public static long? Number(JsonElement body, string name) => Member(body, name)?.GetInt64();

    private static Field ReadField(JsonElement field) => new()
    {
        IsNull = Flag(field, "isNull"),
        BooleanValue = Flag(field, "booleanValue"),
        LongValue = Number(field, "longValue"),
        DoubleValue = Member(field, "doubleValue") is { } real ? ReadReal(real) : null,
        StringValue = Text(field, "stringValue"),
        BlobValue = Member(field, "blobValue") is { } blob ? new MemoryStream(blob.GetBytesFromBase64()) : null,
        ArrayValue = Member(field, "arrayValue") is { } array ? ReadArray(array) : null,
    };

    private static ArrayValue ReadArray(JsonElement array) => new()
    {
        BooleanValues = List(array, "booleanValues", item => item.GetBoolean()),
        LongValues = List(array, "longValues", item => item.GetInt64()),
        DoubleValues = List(array, "doubleValues", ReadReal),
        StringValues = List(array, "stringValues", item => item.GetString()!),
        ArrayValues = List(array, "arrayValues", ReadArray),
    };

    private static ColumnMetadata ReadColumn(JsonElement column) => new()
    {
        ArrayBaseColumnType = (int?)Number(column, "arrayBaseColumnType"),
        IsAutoIncrement = Flag(column, "isAutoIncrement"),
        IsCaseSensitive = Flag(column, "isCaseSensitive"),
        IsCurrency = Flag(column, "isCurrency"),
        IsSigned = Flag(column, "isSigned"),
        Label = Text(column, "label"),
        Name = Text(column, "name"),
        Nullable = (int?)Number(column, "nullable"),
        Precision = (int?)Number(column, "precision"),
        Scale = (int?)Number(column, "scale"),
        SchemaName = Text(column, "schemaName"),
        TableName = Text(column, "tableName"),
        Type = (int?)Number(column, "type"),
        TypeName = Text(column, "typeName"),
    };

    private static double ReadReal(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static bool? Flag(JsonElement body, string name) => Member(body, name)?.GetBoolean();

    private static List<T>? List<T>(JsonElement body, string name, Func<JsonElement, T> read) =>
        Member(body, name) is { } list ? Items(list, read) : null;

    private static List<T> Items<T>(JsonElement list, Func<JsonElement, T> read) => [.. list.EnumerateArray().Select(read)];

    private static JsonElement? Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value : null;
}
