using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Reads the value of a timeout setting.</summary>
internal static class TimeoutSetting
{
    /// <summary>True for a length of time; false for 0, DEFAULT and RESET, which mean no limit.</summary>
    public static bool IsLimit(SetStatement set) =>
        set.Value?.TrimStart('0') is { Length: > 0 } value && !char.IsLetter(value[0]);
}
