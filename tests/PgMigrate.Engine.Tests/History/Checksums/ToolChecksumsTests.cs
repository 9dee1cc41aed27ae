using System.Text;
using PgMigrate.Engine.History.Checksums;

namespace PgMigrate.Engine.Tests.History.Checksums;

/// <summary>Values that the tools' own projects publish in their documents and tests.</summary>
public sealed class ToolChecksumsTests
{
    // Two of its lines end with a blank, which counts.
    private const string Couple =
        "create table COUPLE (\n    ID int not null,\n    PERSON1 int not null references PERSON(ID), \n"
        + "    PERSON2 int not null references PERSON(ID) \n);";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void Flyway_drops_line_ends(string end)
    {
        Assert.Equal(-722651034, ToolChecksums.Flyway(Couple + end));
        Assert.Equal(-722651034, ToolChecksums.Flyway("\uFEFF" + Couple.Replace("\n", "\r\n", StringComparison.Ordinal) + end));
        Assert.Equal(-722651034, ToolChecksums.Flyway(Couple.Replace('\n', '\r') + end));
        Assert.NotEqual(-722651034, ToolChecksums.Flyway(Couple.Replace(" \n", "\n", StringComparison.Ordinal) + end));
    }

    [Fact]
    public void Graphile_chains()
    {
        string first = ToolChecksums.Graphile("create table if not exists foo (id serial primary key);");
        Assert.Equal("sha1:e00ec93314a423ee5cc68d1182ad52f16442d7df", first);
        Assert.Equal(
            "sha1:bddc1ead3310dc1c42cdc7f63537ebdff2e9fd7b",
            ToolChecksums.Graphile("\n drop type if exists user_role;\ncreate type user_role as enum ('User');\n", first));
    }

    [Fact]
    public void Grate_doubles_quotes_and_folds_line_ends()
    {
        Assert.Equal("TMGPZJmBhSO5uYbf/TBqNA==", ToolChecksums.Grate("I want to see what the freak is going on here"));
        Assert.Equal(ToolChecksums.Grate("a''\nb\nc"), ToolChecksums.Grate("a''\r\nb\rc"));
        Assert.NotEqual(ToolChecksums.Grate("a'"), ToolChecksums.Grate("a"));
    }

    [Fact]
    public void Evolve_folds_line_ends_and_writes_capitals()
    {
        Assert.Equal("0CC175B9C0F1B6A831C399E269772661", ToolChecksums.Evolve("a"));
        Assert.Equal(ToolChecksums.Evolve("a\nb"), ToolChecksums.Evolve("a\r\nb"));
        Assert.NotEqual(ToolChecksums.Evolve("a\nb"), ToolChecksums.Evolve("a\rb"));
    }

    [Fact]
    public void Sqitch_hashes_the_bytes_of_a_script_and_the_lines_of_a_change()
    {
        Assert.Equal("d48866b846300912570f643c99b2ceec4ba29f5c", ToolChecksums.SqitchScript(Encoding.UTF8.GetBytes("Foo\nBar\nBøz\n亜唖娃阿")));

        // The length is that of the UTF-8: git hashes its objects the same way, so its empty blob shows the form.
        Assert.Equal(ToolChecksums.SqitchScript("change 3\0ø!"u8), ToolChecksums.SqitchChange("ø!"));
    }

    /// <summary>Reference values computed by another implementation, for every length of the last word.</summary>
    [Theory]
    [MemberData(nameof(SipValues))]
    public void SipHash_has_one_and_three_rounds(int length, ulong expected) =>
        Assert.Equal(expected, SipHash13.Of([.. Enumerable.Range(0, length).Select(value => (byte)value)]));

    public static TheoryData<int, ulong> SipValues => new()
    {
        { 0, 15130871412783076140 },
        { 1, 7541581120933061747 },
        { 7, 3389392686435873370 },
        { 8, 16921169381604339434 },
        { 9, 8471974163824919394 },
        { 15, 17514137373579004394 },
        { 16, 9904005486622393783 },
        { 63, 4061470857350050649 },
    };

    [Fact]
    public void Atlas_hashes_every_file_on_top_of_those_before()
    {
        Assert.Equal(
            ["h1:TvuN9IMWD6oRKZJsB+NujVZJtYpNRaNCV99fFxe1HJo=", "1_a.sql h1:bwjNgdNqPxlW50Ox2fCuhzHseIXyyT5JOpnioAsFnGE=", "2_b.sql h1:4agkvoRPOdEmpKD0zRV2T4HZefhQkD6Zh/OHtL2OnYI="],
            ToolChecksums.Atlas([("1_a.sql", "CREATE TABLE a ();\n"u8.ToArray()), ("2_b.sql", "CREATE TABLE b ();\n"u8.ToArray())]));
    }

    [Fact]
    public void Refinery_hashes_the_version_as_wide_as_its_column()
    {
        Assert.Equal(2959965718684201605UL, ToolChecksums.Refinery("initial", 1, "CREATE TABLE persons (\n    id int,\n    name varchar(255),\n    city varchar(255)\n);\n", wide: false));
        Assert.Equal(13938959368620441626UL, ToolChecksums.Refinery("initial", 1, "CREATE TABLE persons (\n    id int,\n    name varchar(255),\n    city varchar(255)\n);\n", wide: true));
        Assert.Equal(8238603820526370208UL, ToolChecksums.Refinery("add_cars_table", 2, "CREATE TABLE cars (\n    id int,\n    name varchar(255)\n);\n", wide: false));
        Assert.Equal(5394706226941044339UL, ToolChecksums.Refinery("add_cars_table", 2, "CREATE TABLE cars (\n    id int,\n    name varchar(255)\n);\n", wide: true));
    }

    [Fact]
    public void Drizzle_and_Prisma_hash_bytes_and_sqlx_more_of_them()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ToolChecksums.Sha256("abc"u8));
        Assert.Equal("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7", ToolChecksums.Sqlx("abc"u8));
    }

    [Fact]
    public void Lock_keys_are_those_of_the_tools()
    {
        Assert.Equal(1764327054, ToolLockKeys.Golang("database_name"));
        Assert.Equal(143310882, ToolLockKeys.Golang("postgres", "public", "schema_migrations"));
        Assert.Equal(77433833903597, ToolLockKeys.Flyway("public", "flyway_schema_history"));
        Assert.Equal(737815420147457505, ToolLockKeys.Rails("postgres"));
        Assert.Equal(368907709894077238, ToolLockKeys.Sqlx("postgres"));
        Assert.Equal(2686470616, ToolLockKeys.Atlas("atlas_migrate_execute"));
        Assert.Equal(361947982, ToolLockKeys.Atlas("atlas_migrate_diff"));
        Assert.Equal(ToolLockKeys.Goose, Crc32.Of("goose"));
        Assert.Equal(3421780262, Crc32.Of("123456789"));
    }
}
