using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public sealed class VariableExpanderTests
{
    private static readonly Dictionary<string, string> Values = new() { ["schema"] = "app", ["who"] = "O'Neil \"x\"", ["path"] = "C:\\x", ["größe"] = "1", ["empty"] = "" };

    [Theory]
    [InlineData("create table ${schema}.t()", "create table app.t()")]
    [InlineData("create table :schema.t()", "create table app.t()")]
    [InlineData("select :'who', :\"who\"", "select 'O''Neil \"x\"', \"O'Neil \"\"x\"\"\"")]
    [InlineData("select ':schema', $$ :schema $$ -- :schema", "select ':schema', $$ :schema $$ -- :schema")]
    [InlineData("select 1::schema, a := 2", "select 1::schema, a := 2")]
    [InlineData("select a[lo:hi], :{?schema}, :{?no}", "select a[lo:hi], TRUE, FALSE")]
    [InlineData("select a[1:2], a[:schema], a[${schema}:3]", "select a[1:2], a[app], a[app:3]")]
    [InlineData("select :'path', :\"path\", :path", "select  E'C:\\\\x', \"C:\\x\", C:\\x")]
    [InlineData("select :größe, ${größe}, :'größe'", "select 1, 1, '1'")]
    [InlineData("select :schema.t, x:schema, (:schema)", "select app.t, xapp, (app)")]
    [InlineData("select \":schema\", E':schema', /* :schema */ 1, '${none}'", "select \":schema\", E':schema', /* :schema */ 1, '${none}'")]
    [InlineData("copy :schema.t from stdin;\n:schema ${schema} '\n\\.\nselect :schema", "copy app.t from stdin;\n:schema ${schema} '\n\\.\nselect app")]
    [InlineData("create function f() returns int begin atomic select :schema; end", "create function f() returns int begin atomic select app; end")]
    [InlineData(":empty:empty select 1:empty;", " select 1;")]
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

    [Theory]
    [InlineData("select :Schema", "Schema 1:8")]
    [InlineData("select 1,\n :'no', a[:'no'], a[:no]", "no 2:2|no 2:11")]
    [InlineData("select ${no.such-one}", "no.such-one 1:8")]
    public void What_has_no_value_is_named_with_its_place(string sql, string expected) => Assert.Equal(
        expected, string.Join('|', VariableExpander.Expand(SourceText.FromString(sql), Values).Unset.Select(use => $"{use.Name} {use.Position}")));

    [Fact]
    public void A_value_with_a_nul_is_refused_at_its_use()
    {
        var error = Assert.Throws<SqlSyntaxException>(() =>
            VariableExpander.Expand(SourceText.FromString("select 1;\nselect :x"), new Dictionary<string, string> { ["x"] = "a\0" }));
        Assert.Equal((SqlSyntaxError.NulCharacter, "2:8"), (error.Error, error.Position.ToString()));
    }

    [Fact]
    public void A_value_is_not_looked_into_for_more_variables()
    {
        var values = new Dictionary<string, string> { ["a"] = ":b ${b}", ["b"] = "no" };
        Assert.Equal("select :b ${b}", VariableExpander.Expand(SourceText.FromString("select :a"), values).Script.ToString());
    }

    [Fact]
    public void Quoting_holds_whatever_the_value()
    {
        const string Value = "x'); DROP TABLE t; -- \" $$ /* \\";
        var values = new Dictionary<string, string> { ["v"] = Value };
        SourceText text = VariableExpander.Expand(SourceText.FromString("select :'v', :\"v\" from t; select 2"), values).Script;
        Assert.Equal(2, StatementSplitter.Split(text).Count());
    }
}
