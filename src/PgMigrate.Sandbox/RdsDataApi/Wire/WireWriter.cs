using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>Gathers messages to the server.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);

    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    /// <summary>Adds a message; its length is filled in.</summary>
    /// <param name="type">Its type, or null for the first of a connection.</param>
    /// <param name="write">Writes its body.</param>
    public WireWriter Message(char? type, Action<WireWriter> write)
    {
        var body = new WireWriter();
        write(body);
        if (type is { } letter)
        {
            Byte((byte)letter);
        }

        Int32(body._buffer.WrittenCount + 4);
        _buffer.Write(body._buffer.WrittenSpan);
        return this;
    }

    public WireWriter Byte(byte value)
    {
        _buffer.Write([value]);
        return this;
    }

    public WireWriter Int16(int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), (short)value);
        _buffer.Advance(2);
        return this;
    }

    public WireWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    /// <summary>A text and a closing zero byte.</summary>
    public WireWriter Text(string value) => Bare(value).Byte(0);

    /// <summary>A text alone.</summary>
    public WireWriter Bare(string value)
    {
        _buffer.Write(Encoding.UTF8.GetBytes(value));
        return this;
    }
}
