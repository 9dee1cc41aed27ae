namespace PgMigrate.Tests.Pester;

/// <summary>The cmdlets in a real pwsh: every <c>It</c> of <c>tests/Pester</c> is a test here, all from one run.</summary>
public sealed class PesterSuiteTests
{
    [Theory]
    [PesterData]
    public void In_pwsh(string file, string test)
    {
        string? failure = PesterRun.Instance.Value.FailureOf(new PesterTest(file, test));
        Assert.True(failure is null, failure);
    }

    [Fact]
    public void Every_test_is_found_and_has_a_name_of_its_own_in_its_file()
    {
        Assert.NotEmpty(PesterTest.All);
        Assert.Equal(PesterTest.All.Distinct(), PesterTest.All);
        foreach (string path in Repository.Files("tests/Pester", "*.Tests.ps1"))
        {
            // An It that the scan does not see would not be counted.
            int written = File.ReadLines(Repository.At(path)).Count(line => line.TrimStart().StartsWith("It ", StringComparison.Ordinal));
            Assert.Equal(written, PesterTest.All.Count(test => test.File == Path.GetFileName(path)));
        }
    }

    [Fact]
    public void Every_cmdlet_has_a_test_file()
    {
        var files = Repository.Files("tests/Pester", "*.Tests.ps1").Select(path => Path.GetFileName(path).Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(Drift.Cmdlets.All.Select(Drift.Cmdlets.NameOf).Where(name => name != "Disconnect-MigrationDatabase").ToHashSet(), files);
    }
}
