using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>A name of a table or the like as the catalog has it: unquoted letters A to Z folded to lower case (manual, 4.1.1).</summary>
/// <param name="Schema">Its qualifier, or null.</param>
/// <param name="Name">The name itself.</param>
public readonly record struct ObjectName(string? Schema, string Name)
{
    /// <summary>Reads a name and its qualifiers; variables in it stay as written. False when none is at hand.</summary>
    /// <param name="reader">Stands on the name's first token; afterwards, on the token that follows.</param>
    /// <param name="name">The name.</param>
    public static bool TryRead(ref StatementReader reader, out ObjectName name)
    {
        int end = 0;
        return TryRead(ref reader, out name, ref end);
    }

    /// <summary>Reads a name and tells where it ends; the end stays as it was when none is at hand.</summary>
    internal static bool TryRead(ref StatementReader reader, out ObjectName name, ref int end)
    {
        name = default;
        if (ReadPart(ref reader, ref end) is not { } part)
        {
            return false;
        }

        string? qualifier = null;
        while (reader.Accept(SqlTokenKind.Dot) && ReadPart(ref reader, ref end) is { } next)
        {
            (qualifier, part) = (part, next);
        }

        name = new ObjectName(qualifier, part);
        return true;
    }

    /// <summary>The name with its qualifier.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";

    /// <summary>Reads a name without qualifiers; null when none is at hand.</summary>
    internal static string? ReadPart(ref StatementReader reader)
    {
        int end = 0;
        return ReadPart(ref reader, ref end);
    }

    /// <summary>Tokens that touch, as in <c>app_${env}</c>, are one part.</summary>
    private static string? ReadPart(ref StatementReader reader, ref int end)
    {
        string? part = null;
        while (IsNamePart(reader.Current.Kind) && (part is null || reader.Current.Start == end))
        {
            part += TextOf(reader);
            end = reader.Current.End;
            reader.Advance();
        }

        return part;
    }

    private static bool IsNamePart(SqlTokenKind kind) => kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier
        or SqlTokenKind.UnicodeIdentifier or SqlTokenKind.Variable or SqlTokenKind.TemplateVariable;

    private static string TextOf(in StatementReader reader) => reader.Current.Kind switch
    {
        SqlTokenKind.Word => reader.FoldedText,
        SqlTokenKind.QuotedIdentifier => SqlIdentifier.Unquote(reader.CurrentText),
        _ => reader.CurrentText.ToString(),
    };
}
