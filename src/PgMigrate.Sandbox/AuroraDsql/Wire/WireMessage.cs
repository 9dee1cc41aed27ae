using System.Buffers.Binary;
using System.Text;

namespace PgMigrate.Sandbox.AuroraDsql.Wire;

/// <summary>One message of the PostgreSQL protocol (manual, 55.7): a type and what follows its length.</summary>
/// <param name="Type">The type's letter.</param>
/// <param name="Body">What follows the length.</param>
internal readonly record struct WireMessage(char Type, byte[] Body)
{
    /// <summary>A message whose body is zero-terminated texts.</summary>
    public static WireMessage OfTexts(char type, params string[] texts) => new(type, Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => text + "\0"))));

    /// <summary>A Parse without parameter types.</summary>
    public static WireMessage Parse(string name, string sql) => Parse(name, sql, [0, 0]);

    /// <summary>A Parse with the parameter types of another.</summary>
    public static WireMessage Parse(string name, string sql, ReadOnlySpan<byte> types) =>
        new('P', [.. Encoding.UTF8.GetBytes(name + "\0" + sql + "\0"), .. types]);

    /// <summary>An AuthenticationRequest of this kind.</summary>
    public static WireMessage Authentication(int kind)
    {
        byte[] body = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(body, kind);
        return new WireMessage('R', body);
    }

    /// <summary>The zero-terminated text at an offset, which moves behind it.</summary>
    public string ReadText(ref int at)
    {
        int end = Array.IndexOf(Body, (byte)0, at);
        if (end < 0)
        {
            throw new InvalidDataException("A text in a protocol message is not terminated.");
        }

        string text = Encoding.UTF8.GetString(Body, at, end - at);
        at = end + 1;
        return text;
    }

    /// <summary>The text of a message that is one text.</summary>
    public string Text
    {
        get
        {
            int at = 0;
            return ReadText(ref at);
        }
    }
}
