using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class VariableExpanderTests
{
    private static readonly Dictionary<string, string> Values = new() { ["schema"] = "app", ["who"] = "O'Neil \"x\"" };

    [Theory]
    [InlineData("create table ${schema}.t()", "create table app.t()")]
    [InlineData("create table :schema.t()", "create table app.t()")]
    [InlineData("select :'who', :\"who\"", "select 'O''Neil \"x\"', \"O'Neil \"\"x\"\"\"")]
    [InlineData("select ':schema', $$ :schema $$ -- :schema", "select ':schema', $$ :schema $$ -- :schema")]
    [InlineData("select 1::schema, a := 2", "select 1::schema, a := 2")]
    [InlineData("select a[lo:hi], :{?schema}, :{?no}", "select a[lo:hi], TRUE, FALSE")]
    public void Fills_in_where_psql_does(string sql, string expected)
    {
        ExpandedScript script = VariableExpander.Expand(SourceText.FromString(sql), Values);
        Assert.Empty(script.Unset);
        Assert.Equal(expected, script.Script.ToString());
    }

    [Fact]
    public void Copies_nothing_when_there_is_nothing_to_fill_in()
    {
        SourceText source = SourceText.FromString("select 1");
        Assert.Same(source, VariableExpander.Expand(source, Values).Script);
    }

    [Fact]
    public void Reports_what_has_no_value_and_what_is_not_filled()
    {
        ExpandedScript script = VariableExpander.Expand(SourceText.FromString("select :no,\n '${schema}', ${none}"), Values);
        Assert.Equal(["no", "none"], script.Unset.Select(use => use.Name));
        VariableUse inside = Assert.Single(script.NotFilled);
        Assert.Equal(("schema", 2, 3), (inside.Name, inside.Position.Line, inside.Position.Column));
    }

    [Fact]
    public void Keeps_the_places_of_the_file()
    {
        SourceText text = VariableExpander.Expand(SourceText.FromString("select :schema, ${schema};\nselect nope"), Values).Script;
        SqlStatement second = StatementSplitter.Split(text).Last();
        Assert.Equal((2, 1), (second.Position.Line, second.Position.Column));
    }
}
