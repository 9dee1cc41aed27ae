using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Sqlx;

/// <summary>
/// sqlx: <c>&lt;integer&gt;_name.sql</c>, or <c>.up.sql</c> and <c>.down.sql</c>, in the order of the integers.
/// <c>-- no-transaction</c> counts at the very start of a file only.
/// </summary>
internal sealed class SqlxLayout : IMigrationLayout
{
    private const string NoTransaction = "-- no-transaction";

    public string Name => "Sqlx";

    /// <summary>Its files look like others', so the project must name it.</summary>
    public bool Matches(FolderProbe folder) =>
        folder.SqlFiles.Any(file => UpDownName.Parse(file) is not null) && folder.ProjectNames("Cargo.toml", "sqlx");

    public IReadOnlyList<MigrationFile> List(FolderScan scan) => UpDownPairs.List(scan, simple: true);

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems)
    {
        bool none = !text.HasByteOrderMark && text.Span.StartsWith(NoTransaction);
        return MigrationParts.Of(text, text, null, none ? TransactionMode.None : TransactionMode.Auto);
    }
}
