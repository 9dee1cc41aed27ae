using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Workload;

/// <summary>
/// The migrations that are disturbed, and what an operator knows of them. Statement <c>n</c> of file <c>F</c> that must happen once
/// puts the row <c>F/n</c> into the table <c>counted</c>, which has no key that would refuse a second one.
/// </summary>
/// <param name="Folder">The files.</param>
/// <param name="Prepare">Makes what is there before: the counting table, the closed gate, the double value.</param>
/// <param name="Mends">What an operator does when a file has failed for its known cause, by file.</param>
/// <param name="Doubts">How an operator finds out whether a lone statement was applied, by file and number.</param>
internal sealed record Script(
    string Folder, IReadOnlyList<string> Prepare, IReadOnlyDictionary<string, Mend> Mends, IReadOnlyDictionary<string, Doubt> Doubts)
{
    private const string OpenGate = "UPDATE gate SET opened = 1";
    private const string OnlyOnce = "DELETE FROM once WHERE again";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Migrations");

    public static Script Of(SqlTarget target) => target == SqlTarget.AuroraDsql ? Dsql : Postgres;

    /// <summary>The same files on PostgreSQL and through the Data API.</summary>
    private static Script Postgres { get; } = new(
        Path.Combine(Root, "postgres"),
        [
            "CREATE TABLE counted (step text NOT NULL)",
            "CREATE TABLE gate (opened int NOT NULL)", "INSERT INTO gate VALUES (0)",
            "CREATE TABLE once (v int NOT NULL, again boolean NOT NULL)", "INSERT INTO once VALUES (1, false), (1, true)",
        ],
        new Dictionary<string, Mend>
        {
            ["0006_gate.sql"] = new("division by zero", OpenGate),
            ["0007_unique.sql"] = new("once_v", OnlyOnce, DropInvalid("once_v")),
        },
        new Dictionary<string, Doubt>
        {
            ["0003_indexes.sql/2"] = Doubt.Index("item_grp"),
            ["0003_indexes.sql/5"] = Doubt.Index("item_note"),
            ["0003_indexes.sql/6"] = new("to_regclass('item_grp') IS NULL", null),
            ["0004_batches.sql/7"] = new("EXISTS (SELECT FROM counted WHERE step = '0004/7')", null),
            ["0004_batches.sql/8"] = new("false", null),
            ["0005_enum.sql/1"] = new("EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'mid')", null),
            ["0007_unique.sql/2"] = Doubt.Index("once_v"),
        });

    private static Script Dsql { get; } = new(
        Path.Combine(Root, "dsql"),
        [
            "CREATE TABLE counted (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), step text NOT NULL)",
            "CREATE TABLE gate (id int PRIMARY KEY, opened int NOT NULL)", "INSERT INTO gate VALUES (1, 0)",
            "CREATE TABLE once (id int PRIMARY KEY, v int NOT NULL, again boolean NOT NULL)", "INSERT INTO once VALUES (1, 1, false), (2, 1, true)",
        ],
        new Dictionary<string, Mend>
        {
            ["0005_gate.sql"] = new("division by zero", OpenGate),
            ["0006_unique.sql"] = new("once_v", OnlyOnce, DropInvalid("once_v")),
        },
        new Dictionary<string, Doubt>());

    private static string DropInvalid(string index) =>
        $"DO $$ BEGIN IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('{index}') AND NOT indisvalid) THEN DROP INDEX {index}; END IF; END $$";
}

/// <summary>What an operator does about a failure.</summary>
/// <param name="Told">Text that the failure has for this cause, and for no other.</param>
/// <param name="Sql">The statements.</param>
internal sealed record Mend(string Told, params string[] Sql);

/// <summary>How an operator answers a doubt.</summary>
/// <param name="Applied">A condition that is true when the statement was applied.</param>
/// <param name="CleanUp">What to run before it is tried again; null for nothing.</param>
internal sealed record Doubt(string Applied, string? CleanUp)
{
    public static Doubt Index(string name) => new(
        $"EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('{name}') AND indisvalid)", $"DROP INDEX IF EXISTS {name}");
}
