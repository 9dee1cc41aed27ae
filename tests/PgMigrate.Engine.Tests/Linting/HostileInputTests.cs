using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Engine.Tests.Linting.Differential;
using Xunit.Abstractions;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>The linter neither throws nor hangs on damaged SQL. A failure prints the seed, the number and the text.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int Inputs = 2_500;

    /// <summary>Set PGMIGRATE_SEED to try another one, or one that failed.</summary>
    public static TheoryData<int> Seeds => Environment.GetEnvironmentVariable("PGMIGRATE_SEED") is { } seed
        ? [int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)] : [2, 3, 4, 13];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Damaged_sql_is_checked_for_every_target(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mutator = new SqlMutator(seed, [.. LintCase.All().Where(item => item.Text.Length < 4_000).Select(item => item.Text.TrimEnd(';', '\n'))]);
        int number = 0;
        string text = "";
        Task work = Task.Run(() =>
        {
            for (; number < Inputs; number++)
            {
                text = mutator.Next();
                CheckAll(text);
            }
        });

        // Far beyond what it takes: what is not done by then never will be.
        Task first = await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(5)));
        Assert.True(first == work, $"hangs: seed {seed}, input {number}:\n{text}");
        Exception? error = await Record.ExceptionAsync(() => work);
        Assert.True(error is null, $"seed {seed}, input {number}:\n{text}\n{error}");
    }

    private static void CheckAll(string text)
    {
        SourceText script = SourceText.FromString(text);
        foreach (SqlTarget target in RuleMetadata.AllTargets)
        {
            LintReport report = Linter.Check(script, new LintOptions { Target = target });
            _ = LintRenderer.Render(report);
            foreach (LintDiagnostic diagnostic in report.Diagnostics)
            {
                Assert.InRange(diagnostic.Position.Offset, 0, text.Length);
                Assert.InRange(diagnostic.EndPosition.Offset, diagnostic.Position.Offset, text.Length);
            }
        }

        LintCoverage coverage = Linter.Coverage(script);
        Assert.InRange(coverage.Share, 0, 1);
    }
}
