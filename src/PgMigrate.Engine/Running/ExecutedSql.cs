using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>The text kept in <c>sql_executed</c>: the file's own, before variables are filled in, without secrets.</summary>
internal static class ExecutedSql
{
    public static string Of(SourceText script, int maxLength)
    {
        int length = Math.Min(script.Text.Length, maxLength);

        // Cut before redacting, and never in the middle of a surrogate pair: the column is UTF-8.
        if (length > 0 && length < script.Text.Length && char.IsHighSurrogate(script.Span[length - 1]))
        {
            length--;
        }

        string text = SecretRedactor.Redact(script.Text[..length].ToString());
        return length < script.Text.Length ? text + "\n-- cut here by PgMigrate" : text;
    }
}
