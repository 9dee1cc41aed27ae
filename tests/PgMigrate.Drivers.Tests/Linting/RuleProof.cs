using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>
/// What a rule claims, as scripts that a server runs: <c>Proofs/&lt;rule&gt;.sql</c>. A line <c>-- @case found claim; claim</c> starts one
/// (<c>silent</c> for a script that the rule finds nothing in), <c>-- @setup</c> what stands before each, <c>-- @clean</c> what
/// is to run at the end, <c>-- @server version</c> the oldest server the rule is told of. Claims are about a case's last statement:
/// <c>lock mode on table</c> (strongest lock held), <c>waits mode on table</c> (lock asked for, outside a transaction),
/// <c>rewrites</c>/<c>keeps table</c> (file node), <c>scans</c>/<c>skips table</c> (rows read), <c>refused sqlstate</c>,
/// <c>notes sqlstate</c> (a warning or notice), <c>vanishes table</c> (not there after the connection is closed), <c>runs</c>.
/// </summary>
internal sealed class RuleProof
{
    private static readonly string Folder = Repository.At("tests", "PgMigrate.Drivers.Tests", "Linting", "Proofs");

    private readonly List<(bool Found, string[] Claims, string Sql)> _cases = [];

    private RuleProof(string id) => Id = id;

    public string Id { get; }

    public IReadOnlyList<(bool Found, string[] Claims, string Sql)> Cases => _cases;

    public string Setup { get; private set; } = "";

    public string Clean { get; private set; } = "";

    /// <summary>The oldest server that the rule is told of, or null.</summary>
    public ServerVersion? OldestServer { get; private set; }

    /// <summary>The tables and rows that every proof begins with.</summary>
    public static string CommonSetup => File.ReadAllText(Path.Combine(Folder, "setup.sql"));

    public static IEnumerable<string> Ids => Directory.EnumerateFiles(Folder, "*.sql").Select(path => Path.GetFileNameWithoutExtension(path)!)
        .Where(name => name != "setup").Order(StringComparer.Ordinal);

    /// <summary>No proof, but its tables: the common ones and more.</summary>
    public static RuleProof WithSetup(string sql) => new("") { Setup = sql };

    public static RuleProof Read(string id)
    {
        var proof = new RuleProof(id);
        foreach (string part in ("\n" + File.ReadAllText(Path.Combine(Folder, id + ".sql")).ReplaceLineEndings("\n")).Split("\n-- @", StringSplitOptions.RemoveEmptyEntries))
        {
            string head = part.Split('\n')[0];
            string sql = part[head.Length..].Trim() + "\n";
            switch (head.Split(' ')[0])
            {
                case "setup":
                    proof.Setup = sql;
                    break;
                case "server":
                    proof.OldestServer = ServerVersion.TryParse(head.Split(' ')[1], out ServerVersion version) ? version : throw new FormatException(head);
                    break;
                case "clean":
                    proof.Clean = sql;
                    break;
                case "case":
                    string[] words = head.Split(' ', 3);
                    proof._cases.Add((words[1] switch { "found" => true, "silent" => false, _ => throw new FormatException(head) }, words[2].Split("; "), sql));
                    break;
                default:
                    throw new FormatException($"{id}: {head}");
            }
        }

        return proof;
    }

    /// <summary>True when the rule finds something in the script.</summary>
    public bool Finds(string sql) => Linter.Check(SourceText.FromString(sql), new LintOptions { Rules = [Id], MinimumServerVersion = OldestServer }).Diagnostics.Any(diagnostic => diagnostic.RuleId == Id);
}
