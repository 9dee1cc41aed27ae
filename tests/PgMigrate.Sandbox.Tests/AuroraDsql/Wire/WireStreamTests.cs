using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.Tests.AuroraDsql.Wire;

public sealed class WireStreamTests
{
    [Fact]
    public async Task An_answer_that_comes_before_the_sender_goes_on_does_not_send_a_message_again()
    {
        await using var sent = new AnsweringStream();
        await using var wire = new WireStream(sent);
        sent.OnFirstWrite = () =>
        {
            wire.Write(WireMessage.OfTexts('Q', "ROLLBACK"));
            return wire.FlushAsync(CancellationToken.None);
        };

        wire.Write(WireMessage.OfTexts('Q', "COMMIT"));
        await wire.FlushAsync(CancellationToken.None);
        wire.Write(WireMessage.OfTexts('Q', "SELECT 1"));
        await wire.FlushAsync(CancellationToken.None);

        await using var received = new WireStream(new MemoryStream(sent.Bytes.ToArray()));
        var texts = new List<string>();
        while (await received.ReadAsync(CancellationToken.None) is { } message)
        {
            texts.Add(message.Text);
        }

        Assert.Equal(["COMMIT", "ROLLBACK", "SELECT 1"], texts);
    }

    [Fact]
    public async Task A_read_that_failed_leaves_nothing_of_what_was_read_before()
    {
        await using var broken = new InterruptedStream();
        await using var wire = new WireStream(broken);
        Assert.Equal("first", (await wire.ReadAsync(CancellationToken.None))!.Value.Text);

        await Assert.ThrowsAsync<OperationCanceledException>(() => wire.ReadAsync(CancellationToken.None));

        Assert.False(wire.HasInput);
        Assert.Equal("second", (await wire.ReadAsync(CancellationToken.None))!.Value.Text);
    }

    /// <summary>Two messages, and a cancellation between them.</summary>
    private sealed class InterruptedStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = ++_reads;
            if (read == 2)
            {
                throw new OperationCanceledException();
            }

            byte[] message = [(byte)'Q', 0, 0, 0, (byte)(read == 1 ? 10 : 11), .. read == 1 ? "first\0"u8 : "second\0"u8];
            message.CopyTo(buffer);
            return ValueTask.FromResult(message.Length);
        }
    }

    /// <summary>A peer that has read the first message, and been answered for it, before the write comes back.</summary>
    private sealed class AnsweringStream : MemoryStream
    {
        public Func<Task>? OnFirstWrite { get; set; }

        public MemoryStream Bytes { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Bytes.Write(buffer.Span);
            Func<Task>? answer = OnFirstWrite;
            OnFirstWrite = null;
            await (answer?.Invoke() ?? Task.CompletedTask);
        }
    }
}
