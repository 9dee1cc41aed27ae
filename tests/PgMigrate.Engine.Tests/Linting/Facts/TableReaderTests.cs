using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Facts;

public class TableReaderTests
{
    [Theory]
    [InlineData("CREATE TABLE t (a int PRIMARY KEY, b int, c int UNIQUE)", "a,c")]
    [InlineData("CREATE TABLE t (a int, b int, c int, PRIMARY KEY (b, c))", "b")]
    [InlineData("CREATE TABLE t (a int, b int, c int, UNIQUE (c), CONSTRAINT k UNIQUE (b, a))", "b,c")]
    [InlineData("CREATE TABLE t (a int REFERENCES x, b int CHECK (b > 0), c int, EXCLUDE USING gist (c WITH =))", "")]
    [InlineData("CREATE TABLE t (a int, b int, c int, UNIQUE (lower(a), b))", "")]
    [InlineData("CREATE TABLE t (LIKE x)", "")]
    public void Tells_an_index_the_same_with_and_without_the_parts(string sql, string expected)
    {
        LintStatement statement = ParsedScript.Read(SourceText.FromString(sql), isUndo: false, CancellationToken.None).Statements[0];
        TableFacts table = TableReader.Read(new ObjectName("public", "t"), (CreateTableStatement)statement.Parsed, statement);

        Assert.Equal(expected, string.Join(',', Names.Where(table.IsIndexed)));
        Assert.NotNull(table.Parts);
        Assert.Equal(expected, string.Join(',', Names.Where(table.IsIndexed)));
    }

    private static readonly string[] Names = ["a", "b", "c"];
}
