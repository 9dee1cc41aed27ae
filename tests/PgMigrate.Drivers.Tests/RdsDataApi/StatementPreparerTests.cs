using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class StatementPreparerTests
{
    [Fact]
    public void Parameters_get_names_and_types()
    {
        PreparedStatement sent = StatementPreparer.Prepare(
            "SELECT $2, $1::text, '$1', \"$2\", $$ $1 $$ -- $1", [SqlParameter.Text("a"), SqlParameter.Uuid(Guid.Empty)]);

        Assert.Equal("SELECT CAST(:p2 AS uuid), CAST(:p1 AS text)::text, '$1', \"$2\", $$ $1 $$ -- $1", sent.Text[sent.Tag.Length..]);
    }

    [Theory]
    [InlineData("SELECT a[lo:hi], b::int, x := 1", "SELECT a[lo: hi], b::int, x := 1")]
    [InlineData("SELECT a[:hi] /* see :note, 10:30, a::b */ -- x:y", "SELECT a[: hi] /* see : note, 10:30, a::b */ -- x: y")]
    [InlineData("SELECT ':name', \":name\", $$ :name $$, E':\\':name'", "SELECT ':name', \":name\", $$ :name $$, E':\\':name'")]
    public void Colons_that_would_start_a_parameter_get_a_blank(string sql, string expected)
    {
        PreparedStatement sent = StatementPreparer.Prepare(sql, []);
        Assert.Equal(expected, sent.Text[sent.Tag.Length..]);
    }

    [Theory]
    [InlineData("SET search_path = a", "SET LOCAL search_path = a")]
    [InlineData("set /* x */ ROLE app", "set LOCAL /* x */ ROLE app")]
    [InlineData("SET SESSION search_path = a", "SET LOCAL   search_path = a")]
    [InlineData("SET SESSION AUTHORIZATION app", "SET LOCAL SESSION AUTHORIZATION app")]
    [InlineData("SET TIME ZONE 'UTC'", "SET LOCAL TIME ZONE 'UTC'")]
    [InlineData("SET LOCAL x = 1", "SET LOCAL x = 1")]
    [InlineData("SET TRANSACTION READ ONLY", "SET TRANSACTION READ ONLY")]
    [InlineData("SET CONSTRAINTS ALL DEFERRED", "SET CONSTRAINTS ALL DEFERRED")]
    [InlineData("UPDATE t SET a = 1", "UPDATE t SET a = 1")]
    public void In_a_transaction_a_setting_is_the_transactions(string sql, string expected)
    {
        PreparedStatement sent = StatementPreparer.Prepare(sql, [], makeLocal: true);
        Assert.Equal(expected, sent.Text[sent.Tag.Length..]);
        Assert.Equal(sql, StatementPreparer.Prepare(sql, []).Text[sent.Tag.Length..]);
    }

    [Fact]
    public void Positions_behind_what_was_put_in_are_right()
    {
        PreparedStatement sent = StatementPreparer.Prepare("SET oops = 1", [], makeLocal: true);
        Assert.Equal(5, sent.MapPosition(sent.Text.IndexOf("oops", StringComparison.Ordinal) + 1));
    }

    [Fact]
    public void Positions_are_those_of_the_statement_as_it_was_written()
    {
        const string sql = "SELECT '😀', a[lo:hi], oops";
        PreparedStatement sent = StatementPreparer.Prepare(sql, []);

        // What PostgreSQL counts: code points from 1.
        int position = sent.Text[..sent.Text.IndexOf("oops", StringComparison.Ordinal)].EnumerateRunes().Count() + 1;

        Assert.Equal(sql[..sql.IndexOf("oops", StringComparison.Ordinal)].EnumerateRunes().Count() + 1, sent.MapPosition(position));
        Assert.Null(sent.MapPosition(3));
    }

    [Fact]
    public void A_statement_that_only_just_fits_goes_without_a_mark()
    {
        string sql = "SELECT '" + new string('é', 32_763) + "'";
        PreparedStatement sent = StatementPreparer.Prepare(sql, []);
        Assert.Equal(("", sql), (sent.Tag, sent.Text));
    }

    [Fact]
    public void Marks_differ() =>
        Assert.NotEqual(StatementPreparer.Prepare("SELECT 1", []).Tag, StatementPreparer.Prepare("SELECT 1", []).Tag);
}
