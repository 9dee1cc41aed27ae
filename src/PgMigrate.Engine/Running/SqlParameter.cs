namespace PgMigrate.Engine.Running;

/// <summary>A value bound to <c>$1</c>, <c>$2</c>, … of a command.</summary>
/// <param name="Type">The type it is sent as.</param>
/// <param name="Value">The value, or null for NULL.</param>
public readonly record struct SqlParameter(SqlParameterType Type, object? Value)
{
    /// <summary>A <c>text</c> value.</summary>
    public static SqlParameter Text(string? value) => new(SqlParameterType.Text, value);

    /// <summary>An <c>integer</c> value.</summary>
    public static SqlParameter Integer(int? value) => new(SqlParameterType.Integer, value);

    /// <summary>A <c>bigint</c> value.</summary>
    public static SqlParameter BigInt(long? value) => new(SqlParameterType.BigInt, value);

    /// <summary>A <c>boolean</c> value.</summary>
    public static SqlParameter Boolean(bool? value) => new(SqlParameterType.Boolean, value);

    /// <summary>A <c>uuid</c> value.</summary>
    public static SqlParameter Uuid(Guid? value) => new(SqlParameterType.Uuid, value);
}
