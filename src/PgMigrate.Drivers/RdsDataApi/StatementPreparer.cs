using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Makes a command fit for the service. <c>$1</c> becomes <c>CAST(:p1 AS type)</c>, so that the type is ours to say. A colon that
/// the service would take for the start of a parameter, in an array slice (<c>a[lo:hi]</c>) or a comment, gets a blank after it.
/// The text begins with a comment of its own, by which the statement is found in pg_stat_activity when it outlives its call.
/// </summary>
internal static class StatementPreparer
{
    /// <summary>The service's limit, UTF-8 bytes.</summary>
    private const int MaxBytes = 65_536;

    public static PreparedStatement Prepare(string text, IReadOnlyList<SqlParameter> parameters)
    {
        string tag = string.Create(CultureInfo.InvariantCulture, $"/* pgmigrate {Convert.ToHexString(RandomNumberGenerator.GetBytes(6))} */ ");
        if (Encoding.UTF8.GetByteCount(text) + tag.Length > MaxBytes)
        {
            tag = "";
        }

        var sent = new StringBuilder(tag, tag.Length + text.Length + 16);
        var insertions = new List<int>();
        var lexer = new SqlLexer(text);
        for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            ReadOnlySpan<char> written = token.Of(text);
            switch (token.Kind)
            {
                case SqlTokenKind.Parameter when parameters.Count > 0:
                    int number = int.Parse(written[1..], CultureInfo.InvariantCulture);
                    sent.Append(CultureInfo.InvariantCulture, $"CAST(:{FieldValues.NameOf(number)} AS {TypeOf(parameters[number - 1].Type)})");
                    break;
                case SqlTokenKind.Variable or SqlTokenKind.LineComment or SqlTokenKind.BlockComment:
                    AppendEscaped(sent, written, insertions);
                    break;
                default:
                    sent.Append(written);
                    break;
            }
        }

        return new PreparedStatement(sent.ToString(), parameters, tag, insertions);
    }

    private static void AppendEscaped(StringBuilder sent, ReadOnlySpan<char> written, List<int> insertions)
    {
        for (int at = 0; at < written.Length; at++)
        {
            sent.Append(written[at]);
            bool name = at + 1 < written.Length && (char.IsAsciiLetter(written[at + 1]) || written[at + 1] == '_');
            if (written[at] == ':' && name && (at == 0 || written[at - 1] != ':'))
            {
                insertions.Add(sent.Length);
                sent.Append(' ');
            }
        }
    }

    private static string TypeOf(SqlParameterType type) => type switch
    {
        SqlParameterType.Text => "text",
        SqlParameterType.Integer => "integer",
        SqlParameterType.BigInt => "bigint",
        SqlParameterType.Boolean => "boolean",
        SqlParameterType.Uuid => "uuid",
        SqlParameterType.TimestampTz => "timestamptz",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
