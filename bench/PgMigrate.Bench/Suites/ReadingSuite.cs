using System.Text;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Workloads;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Bench.Suites;

/// <summary>Cutting texts into statements and reading folders; no server.</summary>
internal sealed class ReadingSuite(ScratchFolder scratch, int megabytes, int files)
{
    /// <summary>The comparisons of the suite.</summary>
    public IEnumerable<Comparison> Comparisons()
    {
        yield return Split("INSERTs", SqlTexts.Inserts(megabytes));
        yield return Split("function bodies", SqlTexts.Functions(megabytes));
        yield return Split("definitions", SqlTexts.Definitions(megabytes));
        yield return Split("a giant literal", SqlTexts.GiantLiteral(megabytes));
        yield return ReadFolder();
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
