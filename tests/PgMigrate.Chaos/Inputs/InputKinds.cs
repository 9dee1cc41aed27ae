using System.Globalization;
using System.Text;
using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Chaos.Inputs;

/// <summary>Everything that reads what others wrote.</summary>
internal static class InputKinds
{
    private const string Manifest = """{ "schemaDirectory": ".", "initialSetupFiles": ["0001_a.sql"], "migrationFiles": ["0002_b.sql", "0003_c.sql"] }""";

    private const string Journal =
        """{"version":"7","dialect":"postgresql","entries":[{"idx":0,"version":"7","when":1700000000000,"tag":"0000_a","breakpoints":true},{"idx":1,"version":"7","when":1700000000001,"tag":"0001_b","breakpoints":false}]}""";

    private const string Names =
        "0001_a.sql\n0001_a-rollback.sql\nV1__a.sql\nV1.2__b.sql\nR__v.sql\n20240101000000_a.up.sql\n20240101000000_a.down.sql\n1_a.up.sql\n1_a.down.sql\n"
        + "20240101000000_a/migration.sql\n00000000000000_s/up.sql\n00000000000000_s/down.sql\n20240101000000_a.sql\n1700000000000_a.sql\nmeta/_journal.json\nmigrations.json";

    private static readonly Lazy<IReadOnlyList<string>> Sql = new(() =>
    [
        .. Repository.Files("tests/PgMigrate.Chaos/Migrations", "*.sql").Concat(Repository.Files("tests/PgMigrate.Engine.Tests/Fixtures/rules", "*.sql"))
            .Select(path => File.ReadAllText(Repository.At(path))),
        "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;", "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n-- +goose Down\nSELECT 2;",
        "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;", "CREATE TABLE a ();\n--> statement-breakpoint\nCREATE TABLE b ();",
        "COPY t FROM STDIN;\n1\t2\n\\.\nSELECT 1;", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
    ]);

    public static IReadOnlyList<string> AllNames { get; } = [.. All().Select(kind => kind.Name)];

    public static InputKind Find(string name) => All().First(kind => kind.Name == name);

    public static IEnumerable<InputKind> All() =>
    [
        new("lexer", Sql.Value, Lex),
        new("splitter and parser", Sql.Value, Parse),
        new("layouts", Sql.Value, ReadFolder),
        new("manifests", [Manifest], text => ReadRuled("migrations.json", text, "0001_a.sql", "0002_b.sql", "0003_c.sql")),
        new("journals", [Journal], text => ReadRuled(Path.Combine("meta", "_journal.json"), text, "0000_a.sql", "0001_b.sql")),
        new("history readers", ["1", "0001_a.sql", "2024-01-01 00:00:00+00", "abcdef0123", "completed", "20240101000000"], [.. HistoryFormats.All.Select(format => (Action<string>)(text => ReadHistory(format, text)))]),
        new(
            "requests to the Data API's stand-in",
            [
                """{"resourceArn":"arn:aws:rds:eu-west-1:123456789012:cluster:emulator","secretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:emulator-AbCdEf","sql":"SELECT :a","parameters":[{"name":"a","typeHint":"UUID","value":{"stringValue":"x"}}],"includeResultMetadata":true}""",
                """{"resourceArn":"a","secretArn":"b","database":"d","transactionId":"t","sql":"SELECT 1","parameterSets":[[{"name":"a","value":{"longValue":1}}],[{"name":"a","value":{"arrayValue":{"longValues":[1,2]}}}]]}""",
            ],
            ReadRequest),
    ];

    private static void Lex(string text)
    {
        var lexer = new SqlLexer(text);
        try
        {
            for (int tokens = 0; lexer.NextSignificant().Kind != SqlTokenKind.End; tokens++)
            {
                Assert.True(tokens <= text.Length, "more tokens than characters");
            }
        }
        catch (SqlSyntaxException)
        {
            // What a damaged text may be told.
        }
    }

    private static void Parse(string text)
    {
        try
        {
            foreach (SqlStatement statement in StatementSplitter.Split(SourceText.FromString(text)))
            {
                Assert.NotNull(StatementParser.Parse(statement));
            }
        }
        catch (SqlSyntaxException)
        {
            // What a damaged text may be told.
        }
    }

    /// <summary>The text is cut into files, and its first characters choose their names.</summary>
    private static void ReadFolder(string text)
    {
        string[] names = Names.Split('\n');
        var files = new List<(string, string)>();
        for (int at = 0; at < 3; at++)
        {
            string name = names[Math.Abs((text.Length * 7) + (at * 3)) % names.Length];
            string odd = at == 2 && text.Length > 5 ? string.Concat(text[..5].Where(c => c is not ('/' or '\0' or '\\') && !char.IsSurrogate(c))) : "";
            files.Add((name.Insert(name.Length / 2, odd), text[(text.Length * at / 3)..]));
        }

        Read([.. files]);
    }

    private static void ReadRuled(string ruler, string text, params string[] names) =>
        Read([(ruler, text), .. names.Select(name => (name, "SELECT 1;"))]);

    private static void Read(params (string Name, string Text)[] files)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pgm-inputs");
        try
        {
            foreach ((string name, string text) in files)
            {
                string path = Path.Combine(folder.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
            }

            MigrationSet set = MigrationFolder.Read(folder.FullName);
            Assert.All(set.Problems, problem => Assert.NotEqual("", problem.Remedy));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void ReadHistory(HistoryFormat format, string text)
    {
        var random = new Random(text.Length);
        var relation = new HistoryRelation(format.UsualTable, "r", true, true, new Dictionary<string, string>());
        string[] columns = format.Select(relation).Columns.Split(',');
        try
        {
            HistoryRecord[] records = [.. text.Split(';').Take(20).Select(part => ToolHistory.Read(format, Row(columns, part, random), relation))];
            Assert.NotNull(format.Fold(records));
        }
        catch (HistoryUnusableException)
        {
            // A table that its tool has not written like this.
        }
    }

    /// <summary>Values of the types that the query asks for; where it leaves the type to the table, of any.</summary>
    private static SqlRow Row(string[] columns, string text, Random random) => new([.. columns.Select(column =>
        random.Next(8) == 0 ? null
        : column.Contains("::bigint", StringComparison.Ordinal) ? random.Next(3) == 0 ? long.MaxValue - random.Next(9) : random.NextInt64()
        : column.Contains("::timestamp", StringComparison.Ordinal) ? DateTimeOffset.MinValue.AddSeconds(random.NextInt64(300_000_000_000))
        : column.Contains("IS NOT NULL", StringComparison.Ordinal) || !column.Contains("::", StringComparison.Ordinal) ? random.Next(2) == 0
        : (object)text)]);

    private static void ReadRequest(string text)
    {
        string[] paths = ["/Execute", "/BatchExecute", "/BeginTransaction", "/CommitTransaction", "/RollbackTransaction", "/" + text.Length.ToString(CultureInfo.InvariantCulture)];
        try
        {
            ServiceRequest request = ServiceRequest.Read(paths[text.Length % paths.Length], Encoding.UTF8.GetBytes(text), new RdsDataApiEmulatorOptions());
            _ = (request.Parameters.Count, request.ParameterSets.Count, request.AsJson, request.DecimalsAsNumbers, request.LongsAsTexts);
        }
        catch (ServiceError)
        {
            // Refused as the service refuses it.
        }
    }
}
