using System.Text;
using System.Text.Json;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The members of a request's body, checked as the service's front checks them.</summary>
internal sealed class ServiceRequest
{
    private readonly JsonElement _body;

    private ServiceRequest(RdsDataApiOperation operation, JsonElement body)
    {
        Operation = operation;
        _body = body;
    }

    public RdsDataApiOperation Operation { get; }

    public string? Sql => Text("sql");

    public string? TransactionId => Text("transactionId");

    public string? Database => Text("database");

    public bool IncludeResultMetadata => Flag("includeResultMetadata");

    public bool ContinueAfterTimeout => Flag("continueAfterTimeout");

    public bool AsJson => Choice("formatRecordsAs", Text("formatRecordsAs"), "NONE", "JSON") == "JSON";

    public bool DecimalsAsNumbers => Choice("decimalReturnType", Option("decimalReturnType"), "STRING", "DOUBLE_OR_LONG") == "DOUBLE_OR_LONG";

    public bool LongsAsTexts => Choice("longReturnType", Option("longReturnType"), "LONG", "STRING") == "STRING";

    public IReadOnlyList<ServiceParameter> Parameters => _body.TryGetProperty("parameters", out JsonElement list) ? ServiceParameter.ReadList(list) : [];

    /// <summary>The sets of values of a batch; one empty set when none is given.</summary>
    public IReadOnlyList<IReadOnlyList<ServiceParameter>> ParameterSets =>
        _body.TryGetProperty("parameterSets", out JsonElement sets) && sets.ValueKind == JsonValueKind.Array && sets.GetArrayLength() > 0
            ? [.. sets.EnumerateArray().Select(ServiceParameter.ReadList)] : [[]];

    /// <exception cref="ServiceError">The path is no operation, or the body is no such request.</exception>
    public static ServiceRequest Read(string path, byte[] body, RdsDataApiEmulatorOptions options)
    {
        RdsDataApiOperation operation = path switch
        {
            "/Execute" => RdsDataApiOperation.ExecuteStatement,
            "/BatchExecute" => RdsDataApiOperation.BatchExecuteStatement,
            "/BeginTransaction" => RdsDataApiOperation.BeginTransaction,
            "/CommitTransaction" => RdsDataApiOperation.CommitTransaction,
            "/RollbackTransaction" => RdsDataApiOperation.RollbackTransaction,
            "/ExecuteSql" => throw new ServiceError("BadRequestException", 400, "ExecuteSql API is not supported for this cluster. Use ExecuteStatement or BatchExecuteStatement."),
            _ => throw new ServiceError("UnknownOperationException", 404, null),
        };
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            var request = new ServiceRequest(operation, document.RootElement.Clone());
            request.Check(options);
            return request;
        }
        catch (JsonException)
        {
            throw new ServiceError("SerializationException", 400, "The body is no JSON.");
        }
    }

    /// <summary>The value of a text member; null when it is not there.</summary>
    private string? Text(string name) => TextOf(_body, name);

    internal static string? TextOf(JsonElement body, string name) =>
        body.ValueKind != JsonValueKind.Object ? throw Serialization("The body is no object.")
        : !body.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Serialization($"{name} is no text.");

    internal static ServiceError Serialization(string message) => new("SerializationException", 400, message);

    private bool Flag(string name) =>
        _body.TryGetProperty(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Serialization($"{name} is no truth value."),
        };

    private string? Option(string name) => _body.TryGetProperty("resultSetOptions", out JsonElement options) ? TextOf(options, name) : null;

    private static string Choice(string member, string? value, params string[] values) =>
        value is null ? values[0] : values.Contains(value) ? value
        : throw ServiceError.Constraint(member, $"Member must satisfy enum value set: [{string.Join(", ", values)}]");

    private void Check(RdsDataApiEmulatorOptions options)
    {
        CheckLength("resourceArn", Text("resourceArn"), required: true, 11, 100);
        CheckLength("secretArn", Text("secretArn"), required: true, 11, 100);
        bool ends = Operation is RdsDataApiOperation.CommitTransaction or RdsDataApiOperation.RollbackTransaction;
        CheckLength("transactionId", TransactionId, required: ends, 0, 192);
        CheckLength("database", Database, required: false, 0, 64);
        bool runs = Operation is RdsDataApiOperation.ExecuteStatement or RdsDataApiOperation.BatchExecuteStatement;
        CheckLength("sql", Sql, required: runs, 0, int.MaxValue);
        if (Sql is not null && Encoding.UTF8.GetByteCount(Sql) > options.MaxSqlBytes)
        {
            throw ServiceError.Constraint("sql", $"Member must have length less than or equal to {options.MaxSqlBytes}");
        }

        if (Text("schema") is not null)
        {
            throw ServiceError.Validation("The schema parameter isn't supported");
        }

        if (Text("resourceArn") != options.ResourceArn)
        {
            throw new ServiceError("DatabaseNotFoundException", 404, $"DBCluster {Text("resourceArn")} is not found");
        }

        if (Text("secretArn") != options.SecretArn)
        {
            throw new ServiceError("SecretsErrorException", 400, "Secrets Manager can't find the specified secret.");
        }

        _ = (AsJson, DecimalsAsNumbers, LongsAsTexts);
    }

    private static void CheckLength(string name, string? value, bool required, int min, int max)
    {
        if (value is null && required)
        {
            throw ServiceError.Constraint(name, "Member must not be null");
        }

        if (value is not null && value.Length < min)
        {
            throw ServiceError.Constraint(name, $"Member must have length greater than or equal to {min}");
        }

        if (value is not null && value.Length > max)
        {
            throw ServiceError.Constraint(name, $"Member must have length less than or equal to {max}");
        }
    }
}
