using System.Diagnostics;
using System.Globalization;
using PgMigrate.Chaos.Campaigns;
using PgMigrate.Engine.Tests.Linting;

namespace PgMigrate.Chaos.Inputs;

/// <summary>Gives a reader damaged inputs: no crash, no hang, no memory out of proportion.</summary>
internal static class DamagedInputs
{
    /// <summary>Processor time for one input; not time on the clock, which a busy machine makes long.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>What is not done by then never will be.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>What reading costs however small the input: tables that are built once, buffers, the compiler's own.</summary>
    private const int FixedMemory = 4 << 20;
    private const int MemoryTimesInput = 10;

    /// <summary>A machine that stands still books the time to whoever was at work; a reader that is slow is slow again.</summary>
    private const int Tries = 3;
    private const int LargeInput = 100_000;

    /// <exception cref="ChaosException">A reader crashed, hung or took too much; the message has the seed, the number and the input.</exception>
    public static async Task<string> RunAsync(InputKind kind, int count, Seed seed)
    {
        int number = 0;
        string input = "";
        var largest = (Time: TimeSpan.Zero, Memory: 0L);
        Task work = Task.Factory.StartNew(
            () =>
            {
                Array.ForEach(kind.Readers, reader => reader(kind.Originals[0]));
                foreach (int next in seed.Rounds(count))
                {
                    number = next;
                    input = Next(kind, seed.For(kind.Name, next));
                    foreach (Action<string> reader in kind.Readers)
                    {
                        (TimeSpan time, long memory) = Measure(reader, input);
                        largest = (time > largest.Time ? time : largest.Time, Math.Max(memory, largest.Memory));
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        bool ended = await Task.WhenAny(work, Task.Delay(Limit)) == work;
        Exception? error = ended ? await Record.ExceptionAsync(() => work) : null;
        return ended && error is null
            ? string.Create(CultureInfo.InvariantCulture, $"{kind.Name}: {count} inputs, at most {largest.Time.TotalMilliseconds:0} ms of processor time and {largest.Memory / 1024} KiB each")
            : throw new ChaosException(string.Create(CultureInfo.InvariantCulture, $"{kind.Name}, {seed}/{number}: {(ended ? error : "hangs")}\n{(input.Length > 4_000 ? input[..4_000] : input)}"));
    }

    private static string Next(InputKind kind, Random random)
    {
        string text = new SqlMutator(random.Next(), kind.Originals).Next();

        // Now and then a large one, so that what grows faster than its input shows.
        return random.Next(50) > 0 || text.Length == 0 ? text : string.Concat(Enumerable.Repeat(text, (LargeInput / text.Length) + 1));
    }

    private static (TimeSpan Time, long Memory) Measure(Action<string> reader, string input)
    {
        var (time, memory) = MeasureOnce(reader, input);
        for (int tries = 1; time > MostTime && tries < Tries; tries++)
        {
            time = MeasureOnce(reader, input).Time;
        }

        Assert.True(time <= MostTime, $"took {time.TotalMilliseconds:0} ms of processor time");
        Assert.True(memory <= FixedMemory + ((long)MemoryTimesInput * sizeof(char) * input.Length), $"took {memory} bytes for {input.Length} characters");
        return (time, memory);
    }

    private static (TimeSpan Time, long Memory) MeasureOnce(Action<string> reader, string input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = Environment.CpuUsage.TotalTime;
        reader(input);
        return (Environment.CpuUsage.TotalTime - start, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
