using System.Globalization;
using System.Management.Automation;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Completion;

/// <summary>Takes a time as seconds, as PostgreSQL writes it (<c>5min</c>, <c>500ms</c>) or as a TimeSpan.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or TimeSpan => value,
            string text when Duration.TryParse(text, out TimeSpan time) => time,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) && time >= TimeSpan.Zero => time,
            IConvertible number and not string and not bool => Seconds(number),
            _ => throw Bad(value),
        };
    }

    private static TimeSpan Seconds(IConvertible number)
    {
        double seconds = number.ToDouble(CultureInfo.InvariantCulture);
        return seconds is >= 0 and <= int.MaxValue ? TimeSpan.FromSeconds(seconds) : throw Bad(number);
    }

    private static ArgumentTransformationMetadataException Bad(object value) =>
        new($"'{value}' is no time. Write seconds, a number with its unit (500ms, 30s, 5min, 2h) or a TimeSpan.");
}
