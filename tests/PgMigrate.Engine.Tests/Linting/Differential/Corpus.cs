namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>The statements that ours and its peers are compared on: <c>Fixtures/corpus/*.sql</c>.</summary>
internal static class Corpus
{
    private static readonly string Folder = Repository.At("tests", "PgMigrate.Engine.Tests", "Fixtures", "corpus");

    /// <summary>Full paths, in order.</summary>
    public static string[] Files => [.. Directory.EnumerateFiles(Folder, "*.sql").Order(StringComparer.Ordinal)];

    public static string At(string file) => Path.Combine(Folder, file);
}
