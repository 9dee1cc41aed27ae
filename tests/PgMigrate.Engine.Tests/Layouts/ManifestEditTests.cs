using System.Text;
using PgMigrate.Engine.Layouts;

namespace PgMigrate.Engine.Tests.Layouts;

public sealed class ManifestEditTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"migrationFiles":["a.sql"]}""", """{"migrationFiles":["a.sql", "n.sql"]}""")]
    [InlineData("""{"migrationFiles":[]}""", """{"migrationFiles":["n.sql"]}""")]
    [InlineData("""{"migrationFiles": [ ], "x": 1}""", """{"migrationFiles": ["n.sql" ], "x": 1}""")]
    [InlineData("{\n  \"migrationFiles\": [\n    \"a.sql\"\n  ]\n}\n", "{\n  \"migrationFiles\": [\n    \"a.sql\",\n    \"n.sql\"\n  ]\n}\n")]
    [InlineData("{\r\n\t\"migrationFiles\": [\r\n\t\t\"a.sql\",\r\n\t\t\"b.sql\"\r\n\t]\r\n}", "{\r\n\t\"migrationFiles\": [\r\n\t\t\"a.sql\",\r\n\t\t\"b.sql\",\r\n\t\t\"n.sql\"\r\n\t]\r\n}")]
    [InlineData("{\"migrationFiles\": [\n\"a.sql\", \"b.sql\"]}", "{\"migrationFiles\": [\n\"a.sql\", \"b.sql\", \"n.sql\"]}")]
    [InlineData("{\"migrationFiles\": [\"a.sql\",\n  \"b.sql\"]}", "{\"migrationFiles\": [\"a.sql\",\n  \"b.sql\",\n  \"n.sql\"]}")]
    [InlineData("{\"migrationFiles\": [\n  \"a.sql\",\n]}", "{\"migrationFiles\": [\n  \"a.sql\",\n  \"n.sql\",\n]}")]
    [InlineData("{\"migrationFiles\": [\n  \"a.sql\" // ] last\n]}", "{\"migrationFiles\": [\n  \"a.sql\",\n  \"n.sql\" // ] last\n]}")]
    [InlineData("{\"migrationFiles\": [ // none yet\n]}", "{\"migrationFiles\": [\"n.sql\" // none yet\n]}")]
    [InlineData("{\"x\": {\"migrationFiles\": [\"no\"]}, \"initialSetupFiles\": [\"i.sql\"], \"migrationFiles\": [\"]\"]}", "{\"x\": {\"migrationFiles\": [\"no\"]}, \"initialSetupFiles\": [\"i.sql\"], \"migrationFiles\": [\"]\", \"n.sql\"]}")]
    [InlineData("\uFEFF{\"migrationFiles\": [\n  \"é😀.sql\"\n]}", "\uFEFF{\"migrationFiles\": [\n  \"é😀.sql\",\n  \"n.sql\"\n]}")]
    [InlineData("{ \"migrationFiles\" : [\"a.sql\"] , \"after\":1e2,\"é\":\"\\u00e9\" }\n\n", "{ \"migrationFiles\" : [\"a.sql\", \"n.sql\"] , \"after\":1e2,\"é\":\"\\u00e9\" }\n\n")]
    public void The_name_is_added_and_no_other_byte_changes(string json, string expected)
    {
        string path = _folder.Write("migrations.json");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(json));
        ManifestEdit.Open(path).Append("n.sql");
        Assert.Equal(Encoding.UTF8.GetBytes(expected), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public void A_name_is_written_as_json_has_it_and_reads_back()
    {
        const string Name = "0002_it's \"é😀\"<&>.sql";
        string path = _folder.Manifest("""{"migrationFiles": []}""").At("migrations.json");
        ManifestEdit.Open(path).Append(Name);
        Assert.Equal(Name, MigrationManifest.Read(path, [])!.Files.Single().Name);
        Assert.Contains("é", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"migrationFiles\"")]
    [InlineData("{\"migrationFiles\": [\"a.sql\"")]
    [InlineData("{\"migrationFiles\": null, \"x\": [1]}")]
    [InlineData("{\"migrationFiles\": {\"x\": [1]}}")]
    [InlineData("{\"migrationFiles\": \"a.sql\", \"x\": [\"b\"]}")]
    [InlineData("{\"migrationFiles\": [[\"a.sql\"]]}")]
    [InlineData("{\"x\": {\"migrationFiles\": []}}")]
    public void One_without_such_a_list_is_refused_and_stays(string json)
    {
        string path = _folder.Manifest(json).At("migrations.json");
        var error = Assert.Throws<InvalidDataException>(() => ManifestEdit.Open(path));
        Assert.Contains("migrations.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(json, File.ReadAllText(path));
    }
}
