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

    /// <summary>Prepares a statement.</summary>
    /// <param name="text">It.</param>
    /// <param name="parameters">Values for <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="makeLocal">Turns <c>SET name</c> into <c>SET LOCAL name</c>, so that it cannot reach whoever gets the server session next.</param>
    /// <param name="tagged">Marks it. A query whose rows are wanted goes without: nobody says that the service looks past a comment for SELECT.</param>
    public static PreparedStatement Prepare(string text, IReadOnlyList<SqlParameter> parameters, bool makeLocal = false, bool tagged = true)
    {
        string tag = !tagged ? "" : string.Create(CultureInfo.InvariantCulture, $"/* pgmigrate {Convert.ToHexString(RandomNumberGenerator.GetBytes(6))} */ ");
        if (Encoding.UTF8.GetByteCount(text) + tag.Length > MaxBytes)
        {
            // Without a mark it can be neither watched nor cancelled, but it is within the limit.
            tag = "";
        }

        var sent = new StringBuilder(tag, tag.Length + text.Length + 16);
        var insertions = new List<int>();
        (int localAt, int sessionAt) = makeLocal ? FindSet(text) : (-1, -1);
        int firstParameter = int.MaxValue;
        var lexer = new SqlLexer(text);
        for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            ReadOnlySpan<char> written = token.Of(text);
            switch (token.Kind)
            {
                case SqlTokenKind.Parameter when parameters.Count > 0:
                    firstParameter = Math.Min(firstParameter, sent.Length);
                    int number = int.Parse(written[1..], CultureInfo.InvariantCulture);
                    sent.Append(CultureInfo.InvariantCulture, $"CAST(:{FieldValues.NameOf(number)} AS {TypeOf(parameters[number - 1].Type)})");
                    break;
                case SqlTokenKind.Variable or SqlTokenKind.LineComment or SqlTokenKind.BlockComment:
                    AppendEscaped(sent, written, insertions);
                    break;
                case SqlTokenKind.Word when token.Start == sessionAt:
                    // As long as SESSION, so that no position moves.
                    sent.Append("LOCAL  ");
                    break;
                default:
                    sent.Append(written);
                    break;
            }

            if (token.End == localAt)
            {
                insertions.AddRange(Enumerable.Repeat(sent.Length, " LOCAL".Length));
                sent.Append(" LOCAL");
            }
        }

        return new PreparedStatement(sent.ToString(), parameters, tag, insertions) { FirstParameter = firstParameter };
    }

    /// <summary>
    /// Of a SET that lasts for the session: the end of SET, where LOCAL goes, or the start of SESSION, in whose place it goes. SET
    /// LOCAL, SET CONSTRAINTS and SET TRANSACTION are the transaction's already.
    /// </summary>
    private static (int LocalAt, int SessionAt) FindSet(string text)
    {
        var reader = new StatementReader(text);
        int end = reader.Current.End;
        if (!reader.Accept("SET") || reader.Is("LOCAL") || reader.Is("CONSTRAINTS") || reader.Is("TRANSACTION"))
        {
            return (-1, -1);
        }

        int start = reader.Current.Start;
        return reader.Accept("SESSION") && !reader.Is("AUTHORIZATION") && !reader.Is("CHARACTERISTICS") ? (-1, start) : (end, -1);
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
        SqlParameterType.Text or SqlParameterType.Unspecified => "text",
        SqlParameterType.Integer => "integer",
        SqlParameterType.BigInt => "bigint",
        SqlParameterType.Boolean => "boolean",
        SqlParameterType.Uuid => "uuid",
        SqlParameterType.TimestampTz => "timestamptz",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
