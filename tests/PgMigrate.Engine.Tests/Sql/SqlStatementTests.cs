using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("SELECT 1;", "SELECT 1")]
    [InlineData("SELECT 1,  \r\n 2", "SELECT 1,")]
    [InlineData("SELECT\r1", "SELECT")]
    [InlineData("ALTER ROLE a\nPASSWORD 'hush'", "ALTER ROLE a")]
    public void The_first_line(string sql, string expected) => Assert.Equal(expected, Single(sql).FirstLine);

    [Fact]
    public void A_long_first_line_is_cut_and_no_character_is_cut_in_two()
    {
        for (int before = 100; before < 125; before++)
        {
            string line = Single("SELECT '" + new string('x', before) + "😀😀😀" + new string('y', 200) + "'").FirstLine;
            Assert.EndsWith("…", line, StringComparison.Ordinal);
            Assert.InRange(line.Length, 119, 120);
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line)));
        }
    }

    [Fact]
    public void A_secret_is_hidden_where_the_cut_falls_into_it()
    {
        string sql = "ALTER ROLE " + new string('a', 85) + " PASSWORD '" + new string('s', 300) + "'";
        Assert.DoesNotContain("sss", Single(sql).FirstLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(0, 2, 3)]
    [InlineData(8, 2, 10)]
    [InlineData(9, 2, 11)]
    [InlineData(12, 3, 1)]
    [InlineData(99, 3, 2)]
    public void A_position_of_the_server_is_found_in_the_file(int position, int line, int column)
    {
        SourcePosition place = Single("\n  SELECT 😀,\r\nx; ").MapErrorPosition(position);
        Assert.Equal((line, column), (place.Line, place.Column));
    }

    private static SqlStatement Single(string sql) => StatementSplitter.Split(SourceText.FromString(sql)).Single();
}
