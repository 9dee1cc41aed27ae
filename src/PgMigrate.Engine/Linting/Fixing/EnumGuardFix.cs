using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Wraps CREATE TYPE … AS ENUM in a DO block that takes a type that is there already for done.</summary>
internal static class EnumGuardFix
{
    /// <summary>Null when the statement holds a variable, which is not filled in inside a body.</summary>
    public static LintFix? Of(LintStatement statement)
    {
        string text = statement.Words(new TextSpan(0, statement.Statement.Length));
        return HasVariable(statement) ? null : new StatementEdits(statement)
            .Insert(0, $"DO {Quote(text)}\nBEGIN\n    ")
            .Append($";\nEXCEPTION\n    WHEN duplicate_object THEN NULL;\nEND\n{Quote(text)}")
            .Build("Guard it against a type that is there already", FixSafety.Safe);
    }

    private static bool HasVariable(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        while (!reader.AtEnd && reader.Current.Kind is not (SqlTokenKind.Variable or SqlTokenKind.TemplateVariable))
        {
            reader.Advance();
        }

        return !reader.AtEnd;
    }

    /// <summary>A dollar quote that the text does not hold.</summary>
    private static string Quote(string text)
    {
        string quote = "$$";
        for (int number = 0; text.Contains(quote, StringComparison.Ordinal); number++)
        {
            quote = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$guard{number}$");
        }

        return quote;
    }
}
