using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads what CREATE FUNCTION and CREATE PROCEDURE say after the name.</summary>
internal static class RoutineReader
{
    /// <summary>Reads on after the name.</summary>
    public static CreateStatement Read(ref StatementReader reader, CreateStatement routine)
    {
        while (!reader.AtEnd)
        {
            int start = reader.Current.Start;
            if (reader.Accept("LANGUAGE"))
            {
                routine = routine with { Language = reader.CurrentText.Trim('\'').Trim('"').ToString().ToLowerInvariant() };
                reader.Advance();
            }
            else if (reader.Accept("AS"))
            {
                bool isCode = reader.Current.Kind is SqlTokenKind.DollarString or SqlTokenKind.StringConstant or SqlTokenKind.EscapeString;
                routine = isCode && routine.Body is null ? routine with { Body = new TextSpan(reader.Current.Start, reader.Current.End) } : routine;
            }
            else if (reader.Accept("BEGIN", "ATOMIC"))
            {
                routine = routine with { Body = AtomicBody(ref reader), IsAtomic = true, Language = routine.Language ?? "sql" };
            }
            else if (reader.Accept("SECURITY", "DEFINER"))
            {
                routine = routine with { SecurityDefiner = new TextSpan(start, reader.PreviousEnd) };
            }
            else if (reader.Accept("SET"))
            {
                routine = routine with { SetsSearchPath = routine.SetsSearchPath || reader.Is("search_path") || reader.Is("SCHEMA") };
            }
            else
            {
                Skim.One(ref reader);
            }
        }

        return routine;
    }

    /// <summary>Up to the last word, which is END.</summary>
    private static TextSpan AtomicBody(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        int end = start;
        for (; !reader.AtEnd; reader.Advance())
        {
            end = reader.Is("END") ? Math.Max(start, reader.PreviousEnd) : end;
        }

        return new TextSpan(start, end);
    }
}
