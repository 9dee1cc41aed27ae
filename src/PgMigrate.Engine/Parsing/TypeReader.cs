using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads type names (grammar rule <c>Typename</c>).</summary>
internal static class TypeReader
{
    /// <summary>Other spellings of the built-in types (manual, table 8.1, and the internal names).</summary>
    private static readonly Dictionary<string, string> Canonical = new(StringComparer.Ordinal)
    {
        ["int"] = "integer", ["int4"] = "integer", ["int2"] = "smallint", ["int8"] = "bigint",
        ["serial4"] = "serial", ["serial8"] = "bigserial", ["serial2"] = "smallserial",
        ["float4"] = "real", ["float8"] = "double precision", ["float"] = "double precision",
        ["decimal"] = "numeric", ["dec"] = "numeric", ["bool"] = "boolean",
        ["varchar"] = "character varying", ["char varying"] = "character varying", ["national character varying"] = "character varying",
        ["national char varying"] = "character varying", ["nchar varying"] = "character varying",
        ["char"] = "character", ["bpchar"] = "character", ["national character"] = "character", ["national char"] = "character", ["nchar"] = "character",
        ["timestamp"] = "timestamp without time zone", ["timestamptz"] = "timestamp with time zone",
        ["time"] = "time without time zone", ["timetz"] = "time with time zone", ["varbit"] = "bit varying",
    };

    /// <summary>The longest mantissa that <c>float(n)</c> keeps in a real (manual, 8.1.3).</summary>
    private const int RealBits = 24;

    /// <summary>Reads a type; null when none is at hand.</summary>
    public static TypeReference? Read(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        int end = reader.Current.End;
        reader.Accept("SETOF");
        bool quoted = reader.Current.Kind == SqlTokenKind.QuotedIdentifier;
        if (!ObjectName.TryRead(ref reader, out ObjectName written, ref end))
        {
            return null;
        }

        string name = written.Schema is null or "pg_catalog" ? written.Name : written.ToString();
        string arguments = "";
        if (!quoted)
        {
            name = Follow(ref reader, name, ref arguments, ref end);
        }

        if (arguments.Length == 0)
        {
            arguments = ReadArguments(ref reader, ref end);
        }

        bool array = ReadArray(ref reader, ref end);
        string canonical = quoted ? name
            : name == "float" && int.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits <= RealBits ? "real"
            : Canonical.GetValueOrDefault(name, name);
        return new TypeReference(canonical, arguments, array, new TextSpan(start, end));
    }

    /// <summary>The further words of the types that have several.</summary>
    private static string Follow(ref StatementReader reader, string name, ref string arguments, ref int end)
    {
        if (name == "national")
        {
            name = Take(ref reader, name, ref end, "CHARACTER") is var longer && longer != name ? longer : Take(ref reader, name, ref end, "CHAR");
        }

        switch (name)
        {
            case "double":
                return Take(ref reader, name, ref end, "PRECISION");
            case "character" or "char" or "nchar" or "bit" or "national character" or "national char":
                return Take(ref reader, name, ref end, "VARYING");
            case "timestamp" or "time":
                arguments = ReadArguments(ref reader, ref end);
                foreach (string zone in (string[])["WITH", "WITHOUT"])
                {
                    StatementReader ahead = reader;
                    if (ahead.Accept(zone, "TIME") && ahead.Is("ZONE"))
                    {
                        end = ahead.Current.End;
                        ahead.Advance();
                        reader = ahead;
                        return $"{name} {zone.ToLowerInvariant()} time zone";
                    }
                }

                return name;
            case "interval":
                while (reader.Is("YEAR") || reader.Is("MONTH") || reader.Is("DAY") || reader.Is("HOUR") || reader.Is("MINUTE") || reader.Is("SECOND") || reader.Is("TO"))
                {
                    end = reader.Current.End;
                    reader.Advance();
                }

                return name;
            default:
                return name;
        }
    }

    private static string Take(ref StatementReader reader, string name, ref int end, string word)
    {
        int stop = reader.Current.End;
        if (!reader.Accept(word))
        {
            return name;
        }

        end = stop;
        return $"{name} {word.ToLowerInvariant()}";
    }

    private static string ReadArguments(ref StatementReader reader, ref int end)
    {
        if (reader.Current.Kind != SqlTokenKind.LeftParenthesis)
        {
            return "";
        }

        TextSpan span = Skim.Parentheses(ref reader);
        end = span.End;
        return string.Concat(reader.TextOf(new TextSpan(span.Start + 1, Math.Max(span.End - 1, span.Start + 1))).ToString().Where(c => !char.IsWhiteSpace(c)));
    }

    private static bool ReadArray(ref StatementReader reader, ref int end)
    {
        bool array = false;
        if (reader.Is("ARRAY"))
        {
            end = reader.Current.End;
            reader.Advance();
            array = true;
        }

        while (reader.Current.Kind == SqlTokenKind.LeftBracket)
        {
            while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.RightBracket)
            {
                reader.Advance();
            }

            end = reader.Current.End;
            reader.Advance();
            array = true;
        }

        return array;
    }
}
