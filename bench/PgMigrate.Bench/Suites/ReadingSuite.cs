using System.Security.Cryptography;
using System.Text;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Workloads;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Bench.Suites;

/// <summary>Cutting texts into statements and reading folders; no server.</summary>
internal sealed class ReadingSuite(ScratchFolder scratch, int megabytes, int bigFileMegabytes, int files)
{
    /// <summary>The comparisons of the suite.</summary>
    public IEnumerable<Comparison> Comparisons()
    {
        yield return Split("INSERTs", SqlTexts.Inserts(megabytes));
        yield return Split("function bodies", SqlTexts.Functions(megabytes));
        yield return Split("definitions", SqlTexts.Definitions(megabytes));
        yield return Split("a giant literal", SqlTexts.GiantLiteral(megabytes));
        yield return ReadFolder();
        yield return PlanBigFile();
    }

    private static Comparison Split(string name, string text)
    {
        var source = SourceText.FromString(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        char[] decoded = new char[text.Length];
        int statements = 0;
        return new Comparison($"split {text.Length / 1_000_000} MB of {name}", bytes.Length / 1e6, "MB",
        [
            new("StatementSplitter.Split", Sync(() => statements = Count(source))) { Note = () => $"{statements:N0} statements" },
            new("floor: IndexOf(';') through it", Sync(() => Semicolons(text))),
            new("floor: decode it from UTF-8", Sync(() => Encoding.UTF8.GetChars(bytes, decoded))),
        ]);
    }

    private Comparison ReadFolder()
    {
        string[] paths = scratch.WriteMigrations("read", files, SqlTexts.SmallMigration);
        string folder = Path.GetDirectoryName(paths[0])!;
        return new Comparison($"read a folder of {files:N0} files", files, "files",
        [
            new("MigrationFolder.Read", Sync(() => Require(MigrationFolder.Read(folder).Migrations.Count))),
            new("floor: File.ReadAllBytes", Sync(() => Require(paths.Count(path => File.ReadAllBytes(path).Length > 0)))),
        ]);
    }

    /// <summary>All that happens to a big migration before its first byte goes out: decode, hash, sections, variables, split, mode.</summary>
    private Comparison PlanBigFile()
    {
        string path = scratch.WriteMigrations("plan", 1, _ => SqlTexts.Inserts(bigFileMegabytes))[0];
        string folder = Path.GetDirectoryName(path)!;
        var facts = new DatabaseFacts("bench", "public", "postgres", 150_000, HasTables: false, ProcessId: 1);
        var options = new RunOptions();
        long allocated = 0;
        void ReadAndPlan()
        {
            long before = GC.GetTotalAllocatedBytes();
            MigrationPlan plan = MigrationPlanner.Plan(MigrationFolder.Read(folder), null, facts, options, SqlTarget.PostgreSql);
            allocated = GC.GetTotalAllocatedBytes() - before;
            if (!plan.CanRun || plan.Steps.Count != 1)
            {
                throw new InvalidOperationException("The big file was not planned.");
            }
        }

        return new Comparison($"read and plan one {bigFileMegabytes} MB migration", bigFileMegabytes, "MB",
        [
            new("MigrationFolder.Read, MigrationPlanner.Plan", Sync(ReadAndPlan)) { Note = () => $"allocates {allocated / 1_000_000:N0} MB" },
            new("floor: File.ReadAllText, SHA-256", Sync(() => SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(path))))),
        ]);
    }

    private static int Count(SourceText source)
    {
        int count = 0;
        foreach (SqlStatement _ in StatementSplitter.Split(source))
        {
            count++;
        }

        return count;
    }

    private static int Semicolons(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (text.IndexOf(';') is var at and >= 0)
        {
            text = text[(at + 1)..];
            count++;
        }

        return count;
    }

    private void Require(int read)
    {
        if (read != files)
        {
            throw new InvalidOperationException($"{read} files were read, not {files}.");
        }
    }

    private static Func<Task> Sync(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
