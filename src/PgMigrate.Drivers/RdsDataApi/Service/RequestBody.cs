using System.Text.Json;
using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Writes the members of requests; a member that is null is left out.</summary>
internal static class RequestBody
{
    public static void Write(Utf8JsonWriter json, ExecuteStatementRequest request)
    {
        WriteTarget(json, request, request.Database, request.Schema, request.TransactionId);
        Text(json, "sql", request.Sql);
        if (request.Parameters is { } parameters)
        {
            json.WritePropertyName("parameters");
            WriteParameters(json, parameters);
        }

        Flag(json, "includeResultMetadata", request.IncludeResultMetadata);
        Flag(json, "continueAfterTimeout", request.ContinueAfterTimeout);
        Text(json, "formatRecordsAs", request.FormatRecordsAs?.Value);
        if (request.ResultSetOptions is { } options)
        {
            json.WriteStartObject("resultSetOptions");
            Text(json, "decimalReturnType", options.DecimalReturnType?.Value);
            Text(json, "longReturnType", options.LongReturnType?.Value);
            json.WriteEndObject();
        }
    }

    public static void Write(Utf8JsonWriter json, BatchExecuteStatementRequest request)
    {
        WriteTarget(json, request, request.Database, request.Schema, request.TransactionId);
        Text(json, "sql", request.Sql);
        if (request.ParameterSets is { } sets)
        {
            json.WriteStartArray("parameterSets");
            foreach (List<SqlParameter> parameters in sets)
            {
                WriteParameters(json, parameters);
            }

            json.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter json, BeginTransactionRequest request) =>
        WriteTarget(json, request, request.Database, request.Schema, null);

    public static void Write(Utf8JsonWriter json, CommitTransactionRequest request) =>
        WriteTarget(json, request, null, null, request.TransactionId);

    public static void Write(Utf8JsonWriter json, RollbackTransactionRequest request) =>
        WriteTarget(json, request, null, null, request.TransactionId);

    private static void WriteTarget(
        Utf8JsonWriter json, AmazonRDSDataServiceRequest request, string? database, string? schema, string? transactionId)
    {
        Text(json, "resourceArn", request.ResourceArn);
        Text(json, "secretArn", request.SecretArn);
        Text(json, "database", database);
        Text(json, "schema", schema);
        Text(json, "transactionId", transactionId);
    }

    private static void WriteParameters(Utf8JsonWriter json, List<SqlParameter> parameters)
    {
        json.WriteStartArray();
        foreach (SqlParameter parameter in parameters)
        {
            json.WriteStartObject();
            Text(json, "name", parameter.Name);
            if (parameter.Value is { } value)
            {
                json.WriteStartObject("value");
                WriteField(json, value);
                json.WriteEndObject();
            }

            Text(json, "typeHint", parameter.TypeHint?.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, Field field)
    {
        Flag(json, "isNull", field.IsNull);
        Flag(json, "booleanValue", field.BooleanValue);
        Text(json, "stringValue", field.StringValue);
        if (field.LongValue is { } number)
        {
            json.WriteNumber("longValue", number);
        }

        if (field.DoubleValue is { } real)
        {
            WriteReal(json, real);
        }

        if (field.BlobValue is { } blob)
        {
            json.WriteBase64String("blobValue", blob.ToArray());
        }

        if (field.ArrayValue is not null)
        {
            throw new AmazonClientException("The RDS Data API takes no arrays as parameters. Bind a text and cast it.");
        }
    }

    /// <summary>What JSON cannot write as a number goes as the text that the protocol names (rest-json: NaN, Infinity, -Infinity).</summary>
    private static void WriteReal(Utf8JsonWriter json, double real)
    {
        if (double.IsFinite(real))
        {
            json.WriteNumber("doubleValue", real);
        }
        else
        {
            json.WriteString("doubleValue", double.IsNaN(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }
}
