using System.Globalization;
using PgMigrate.Drivers.RdsDataApi.Service;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Turns values into the service's fields and back.</summary>
internal static class FieldValues
{
    /// <summary>The name of a parameter by its number, from 1.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");

    public static SqlParameter ToParameter(Engine.Running.SqlParameter parameter, int index) => new()
    {
        Name = NameOf(index + 1),
        Value = parameter.Value switch
        {
            null => new Field { IsNull = true },
            bool flag => new Field { BooleanValue = flag },
            int number => new Field { LongValue = number },
            long number => new Field { LongValue = number },
            DateTimeOffset time => new Field { StringValue = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture) },
            var other => new Field { StringValue = Convert.ToString(other, CultureInfo.InvariantCulture) },
        },
    };

    public static object? FromField(Field field) =>
        field.StringValue is { } text ? text
        : field.LongValue is { } number ? number
        : field.BooleanValue is { } flag ? flag
        : field.DoubleValue is { } real ? real
        : field.BlobValue is { } blob ? "\\x" + Convert.ToHexString(blob.ToArray()).ToLowerInvariant()
        : field.ArrayValue is { } array ? TextOf(array)
        : null;

    private static string TextOf(ArrayValue array) => "{" + string.Join(',',
        array.StringValues?.Select(item => item)
        ?? array.LongValues?.Select(item => item.ToString(CultureInfo.InvariantCulture))
        ?? array.DoubleValues?.Select(item => item.ToString("R", CultureInfo.InvariantCulture))
        ?? array.BooleanValues?.Select(item => item ? "t" : "f")
        ?? array.ArrayValues?.Select(TextOf)
        ?? []) + "}";
}
