using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

/// <summary>
/// Each folder of <c>Fixtures/splitter</c> is a case: <c>input.sql</c>, then <c>01.sql</c>, <c>02.sql</c>, … as they must come
/// out, <c>01.data</c> for the COPY data of the first, and <c>error.txt</c> (name, line:column) when reading must stop there.
/// </summary>
public sealed class GoldenSplitterTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "splitter");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_script_is_cut_as_its_folder_says(string name)
    {
        string folder = Path.Combine(Root, name);
        var statements = new List<SqlStatement>();
        string? error = null;
        try
        {
            foreach (SqlStatement statement in StatementSplitter.Split(SourceText.Read(Path.Combine(folder, "input.sql"))))
            {
                statements.Add(statement);
            }
        }
        catch (SqlSyntaxException thrown)
        {
            Assert.Equal(Path.Combine(folder, "input.sql"), thrown.Path);
            error = string.Create(CultureInfo.InvariantCulture, $"{thrown.Error} {thrown.Position}");
        }

        Assert.Equal(Expected(folder, "*.sql"), Numbered(statements, statement => statement.ToString()));
        Assert.Equal(Expected(folder, "*.data"), Numbered(statements, statement => statement.CopyData?.ToString()));
        string errorFile = Path.Combine(folder, "error.txt");
        Assert.Equal(File.Exists(errorFile) ? File.ReadAllText(errorFile).Trim() : null, error);
    }

    [Fact]
    public void There_are_cases() => Assert.True(Cases.Count > 80, $"{Cases.Count} folders");

    private static string[] Expected(string folder, string pattern) =>
    [
        .. Directory.GetFiles(folder, pattern).Where(file => !file.EndsWith("input.sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileNameWithoutExtension(file)}: {File.ReadAllText(file)}"),
    ];

    private static string[] Numbered(List<SqlStatement> statements, Func<SqlStatement, string?> text) =>
    [
        .. statements.Select((statement, index) => (Number: index + 1, Text: text(statement))).Where(item => item.Text is not null)
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Number:00}: {item.Text}")),
    ];
}
