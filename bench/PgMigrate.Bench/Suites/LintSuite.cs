using System.Diagnostics;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Workloads;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;
using PgMigrate.Testing;

namespace PgMigrate.Bench.Suites;

/// <summary>Parsing and checking against the rules; no server. squawk is run as a process, ours in this one and as a process.</summary>
internal sealed class LintSuite(ScratchFolder scratch, int megabytes, int files)
{
    /// <summary>Makes the program check a folder and end, so that ours can be timed from start to end, too.</summary>
    public const string FolderArgument = "--lint-folder";

    /// <summary>The comparisons of the suite.</summary>
    public IEnumerable<Comparison> Comparisons()
    {
        yield return Check("definitions", SqlTexts.Definitions(megabytes));
        yield return Check("migrations", SqlTexts.Migrations(megabytes));
        yield return Check("INSERTs", SqlTexts.Inserts(megabytes));
        yield return Check("function bodies", SqlTexts.Functions(megabytes));
        yield return CheckFolder();
    }

    /// <summary>Checks every file of a folder and gives the number of findings.</summary>
    public static int CheckAll(string folder) =>
        MigrationFolder.Read(folder).Migrations.Sum(migration => Linter.Check(migration).Diagnostics.Count);

    private static Comparison Check(string name, string text)
    {
        var source = SourceText.FromString(text);
        int findings = 0;
        int kinds = 0;
        double processorSeconds = 1;
        double size = text.Length / 1e6;
        return new Comparison($"lint {text.Length / 1_000_000} MB of {name}", text.Length / 1e6, "MB",
        [
            new("Linter.Check, all rules", Sync(() =>
            {
                double before = ProcessorSeconds();
                findings = Linter.Check(source).Diagnostics.Count;
                processorSeconds = ProcessorSeconds() - before;
            })) { Note = () => $"{findings:N0} findings; {size / processorSeconds:N0} MB a second of processor time" },
            new("split and StatementParser.Parse", Sync(() => kinds = StatementSplitter.Split(source).Select(statement => StatementParser.Parse(statement).GetType()).Distinct().Count())) { Note = () => $"{kinds} kinds" },
            new("floor: StatementSplitter.Split", Sync(() => _ = StatementSplitter.Split(source).Count())),
            new("floor: SqlLexer", Sync(() => Lex(source.Text.Span))),
        ]);
    }

    private Comparison CheckFolder()
    {
        string[] paths = scratch.WriteMigrations("lint", files, SqlTexts.Migration);
        string folder = Path.GetDirectoryName(paths[0])!;
        double size = paths.Sum(path => new FileInfo(path).Length) / 1e6;
        int findings = 0;
        string own = Environment.ProcessPath!;
        Contender squawk = NpmPeers.SquawkSkipReason is { } reason ? Contender.Absent("squawk, whole process", reason)
            : new("squawk, whole process", Sync(() => RunProcess(NpmPeers.Squawk, ["--reporter", "json", .. paths], 1)));
        return new Comparison($"lint {files:N0} files ({size:0.0} MB)", files, "files",
        [
            new("in this process", Sync(() => findings = CheckAll(folder))) { Note = () => $"{findings:N0} findings" },
            new("as a process of its own", Sync(() => RunProcess(own, [FolderArgument, folder], 0))) { Note = () => ".NET's start and JIT with it" },
            new("the same, TieredPGO off", Sync(() => RunProcess(own, [FolderArgument, folder], 0, ("DOTNET_TieredPGO", "0")))) { Note = () => "no code that only counts for a later compilation" },
            squawk,
        ]);
    }

    private static void RunProcess(string program, IEnumerable<string> arguments, int expected, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != expected || output.Length == 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        }
    }

    /// <summary>Of all threads, the collector's with them; on a busy machine it says more than the clock.</summary>
    private static double ProcessorSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static void Lex(ReadOnlySpan<char> text)
    {
        var lexer = new SqlLexer(text);
        while (lexer.Next().Kind != SqlTokenKind.End)
        {
        }
    }

    private static Func<Task> Sync(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
