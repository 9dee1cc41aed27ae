using System.Buffers.Binary;
using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>Reads the body of a message from the server.</summary>
internal ref struct WireMessage(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public short Int16()
    {
        short value = BinaryPrimitives.ReadInt16BigEndian(_rest);
        _rest = _rest[2..];
        return value;
    }

    public int Int32()
    {
        int value = BinaryPrimitives.ReadInt32BigEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public string Text()
    {
        int end = _rest.IndexOf((byte)0);
        string value = Encoding.UTF8.GetString(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return value;
    }

    public string Text(int length)
    {
        string value = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return value;
    }

    public readonly ReadOnlySpan<byte> Rest => _rest;
}
