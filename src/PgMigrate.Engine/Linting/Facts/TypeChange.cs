using System.Globalization;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// Knows which changes of type keep the rows as they are: those whose cast does nothing, by the catalog (binary coercible types) or because the
/// planner's support functions drop a length check that cannot fail (<c>ATColumnChangeRequiresRewrite</c>). The tests ask a server for each.
/// </summary>
internal static class TypeChange
{
    /// <summary>Digits of a second that a time keeps when nothing is said.</summary>
    private const int MostDigits = 6;

    /// <summary>Types that no other of them is stored like, save for those named below.</summary>
    private static readonly HashSet<string> Distinct = new(StringComparer.Ordinal)
    {
        "smallint", "integer", "bigint", "numeric", "real", "double precision", "boolean", "text", "character varying", "character", "uuid", "date", "bytea", "json", "jsonb",
        "timestamp without time zone", "timestamp with time zone", "time without time zone", "time with time zone", "interval", "bit", "bit varying",
    };

    /// <summary>What an ALTER COLUMN … TYPE does.</summary>
    /// <param name="old">The type before, or null when it is not known.</param>
    /// <param name="action">The action.</param>
    public static TypeChangeEffect Judge(TypeReference? old, AlterAction action)
    {
        if (old is not { } from || action.Type is not { } to || from.IsArray || to.IsArray)
        {
            return TypeChangeEffect.Unknown;
        }

        TypeChangeEffect effect = Judge(from, to);
        return effect == TypeChangeEffect.None && action.Expression is not null ? TypeChangeEffect.Unknown : effect;
    }

    private static TypeChangeEffect Judge(TypeReference from, TypeReference to) => (from.Name, to.Name) switch
    {
        ("character varying", "character varying") => Grows(Number(from.Arguments), Number(to.Arguments)),
        ("character varying", "text") => TypeChangeEffect.None,
        ("text", "character varying") => Grows(null, Number(to.Arguments)),
        ("bit varying", "bit varying") => Grows(Number(from.Arguments), Number(to.Arguments)),
        ("numeric", "numeric") => Grows(Digits(from.Arguments), Digits(to.Arguments)),
        ("cidr", "inet") => TypeChangeEffect.None,
        ("bit", "bit varying") when to.Arguments.Length == 0 => TypeChangeEffect.None,
        ("timestamp without time zone", "timestamp with time zone") or ("timestamp with time zone", "timestamp without time zone") => TypeChangeEffect.Unknown,
        _ when from.Name == to.Name && HasDigits(from.Name) => (Number(to.Arguments) ?? MostDigits) >= (Number(from.Arguments) ?? MostDigits) ? TypeChangeEffect.None : TypeChangeEffect.Rewrite,
        _ when from.Name == to.Name => Length(from) == Length(to) ? TypeChangeEffect.None : TypeChangeEffect.Unknown,
        _ => Distinct.Contains(from.Name) && Distinct.Contains(to.Name) ? TypeChangeEffect.Rewrite : TypeChangeEffect.Unknown,
    };

    private static bool HasDigits(string type) => type.StartsWith("time", StringComparison.Ordinal);

    /// <summary>No limit is the widest.</summary>
    private static TypeChangeEffect Grows(int? from, int? to) => to is null || from <= to ? TypeChangeEffect.None : TypeChangeEffect.Rewrite;

    /// <summary>Another number of digits behind the point rounds every value.</summary>
    private static TypeChangeEffect Grows((int Precision, int Scale)? from, (int Precision, int Scale)? to) =>
        to is null || (from is { } old && old.Scale == to.Value.Scale && old.Precision <= to.Value.Precision) ? TypeChangeEffect.None : TypeChangeEffect.Rewrite;

    /// <summary><c>character</c> and <c>bit</c> alone mean one.</summary>
    private static string Length(TypeReference type) => type is { Name: "character" or "bit", Arguments: "" } ? "1" : type.Arguments;

    private static (int Precision, int Scale)? Digits(string arguments)
    {
        string[] parts = arguments.Split(',');
        return Number(parts[0]) is { } precision ? (precision, parts.Length > 1 ? Number(parts[1]) ?? int.MinValue : 0) : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
