using System.Globalization;

namespace PgMigrate.Engine.Migrations;

/// <summary>Reads times as PostgreSQL's settings write them: a number and a unit (manual, 20.1.1).</summary>
public static class Duration
{
    /// <summary>Reads <c>500ms</c>, <c>30s</c>, <c>5min</c>, <c>2h</c>, <c>1d</c>; a bare number is seconds.</summary>
    /// <param name="text">The time.</param>
    /// <param name="time">What it means.</param>
    /// <returns>False when it is no such time, or negative.</returns>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = default;
        string value = text?.Trim() ?? "";
        int unit = value.AsSpan().IndexOfAnyExcept("0123456789.");
        string number = unit < 0 ? value : value[..unit];
        double? milliseconds = (unit < 0 ? "s" : value[unit..].Trim().ToLowerInvariant()) switch
        {
            "ms" => 1,
            "s" or "sec" or "second" or "seconds" => 1_000,
            "m" or "min" or "minute" or "minutes" => 60_000,
            "h" or "hour" or "hours" => 3_600_000,
            "d" or "day" or "days" => 86_400_000,
            _ => null,
        };
        if (milliseconds is null
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            || amount * milliseconds.Value > int.MaxValue)
        {
            return false;
        }

        time = TimeSpan.FromMilliseconds(amount * milliseconds.Value);
        return true;
    }
}
