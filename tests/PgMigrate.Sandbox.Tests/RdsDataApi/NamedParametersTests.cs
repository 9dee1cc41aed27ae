using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

public sealed class NamedParametersTests
{
    [Theory]
    [InlineData("SELECT :a, :b, :a", "SELECT $1, $2, $1", "a b")]
    [InlineData("SELECT :a::int, x::text, y := :b_1", "SELECT $1::int, x::text, y := $2", "a b_1")]
    [InlineData("SELECT ':a', E'\\':a', \":a\", $$:a$$, $x$ $$ :a $x$", "SELECT ':a', E'\\':a', \":a\", $$:a$$, $x$ $$ :a $x$", "")]
    [InlineData("SELECT '\\', :a", "SELECT '\\', $1", "a")]
    [InlineData("-- :a\n/* :a /* :b */ :c */ SELECT :d", "-- :a\n/* :a /* :b */ :c */ SELECT $1", "d")]
    [InlineData("SELECT a[1:2], a[x:y], a[: z]", "SELECT a[1:2], a[x$1], a[: z]", "y")]
    [InlineData("SELECT $1, a$b$c, name'", "SELECT $1, a$b$c, name'", "")]
    [InlineData("SELECT ''':a', 'it''s :b'", "SELECT ''':a', 'it''s :b'", "")]
    public void They_are_found_outside_quotes_and_comments(string sql, string text, string names)
    {
        (string found, IReadOnlyList<string> order) = NamedParameters.Read(sql);
        Assert.Equal((text, names), (found, string.Join(' ', order)));
    }
}
