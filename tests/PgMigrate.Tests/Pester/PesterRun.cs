using System.Text.Json;

namespace PgMigrate.Tests.Pester;

/// <summary>One run of the whole suite.</summary>
internal sealed class PesterRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<PesterTest, Outcome> _outcomes;
    private readonly string _output;

    private PesterRun(Dictionary<PesterTest, Outcome> outcomes, string output)
    {
        _outcomes = outcomes;
        _output = output;
    }

    /// <summary>The run; started by whoever asks first.</summary>
    public static Lazy<PesterRun> Instance { get; } = new(Start);

    /// <summary>Why a test did not pass, or null.</summary>
    public string? FailureOf(PesterTest test)
    {
        if (_outcomes.TryGetValue(test, out Outcome? outcome))
        {
            return outcome.Result is "Passed" ? null : $"{outcome.Result}: {outcome.Error}";
        }

        return _outcomes.TryGetValue(test with { Name = "" }, out Outcome? file)
            ? $"The file cannot be run: {file.Error}"
            : $"The test is missing from the results. pwsh wrote:\n{_output}";
    }

    private static PesterRun Start()
    {
        string folder = Directory.CreateTempSubdirectory("pgmigrate-pester-").FullName;
        try
        {
            string results = Path.Combine(folder, "results.json");
            var environment = new Dictionary<string, string> { ["PGMIGRATE_MODULE"] = Path.Combine(Repository.ModuleFolder, "PgMigrate.psd1") };
            (_, string output) = Pwsh.Run(Limit, environment, "-File", Repository.At("tests", "Pester", "Invoke-Suite.ps1"), "-ResultPath", results);
            Outcome[] outcomes = File.Exists(results) ? JsonSerializer.Deserialize<Outcome[]>(File.ReadAllText(results), Json)! : [];
            return new PesterRun(outcomes.DistinctBy(outcome => (outcome.File, outcome.Name)).ToDictionary(outcome => new PesterTest(outcome.File, outcome.Name)), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Outcome(string File, string Name, string Result, string? Error);
}
