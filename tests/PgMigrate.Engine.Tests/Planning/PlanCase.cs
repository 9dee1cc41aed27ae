using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

/// <summary>Files and history of one plan, written in a line each.</summary>
internal sealed class PlanCase
{
    public const string Sql = "SELECT 1;\nSELECT 2;\nSELECT 3;";

    private readonly List<Migration> _migrations = [];
    private readonly List<MigrationLogEntry> _rows = [];

    public RunOptions Options { get; set; } = new();

    public SqlTarget Target { get; set; } = SqlTarget.PostgreSql;

    public DatabaseFacts Facts { get; set; } = new("d", "public", "u", 150018, HasTables: false, ProcessId: 1);

    public bool NoTable { get; set; }

    /// <summary>Adds files; the text of all is the same.</summary>
    public PlanCase Files(string names, string sql = Sql)
    {
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool initial = name.StartsWith('*');
            bool repeatable = name.StartsWith('R');
            string file = name.TrimStart('*') + ".sql";
            var parts = NativeName.Parse(file);
            SourceText text = SourceText.FromString(sql, "/m/" + file);
            MigrationSections sections = MigrationSections.Read(text);
            _migrations.Add(new Migration
            {
                Version = parts.Version.Length > 0 ? parts.Version : name,
                Name = parts.Name,
                FileName = file,
                Path = "/m/" + file,
                Layout = "Native",
                Ordinal = _migrations.Count,
                UpScript = sections.Up,
                UndoScript = sections.Undo,
                Checksum = Checksum.Of(text.Span),
                Header = HeaderReader.Read(sections, []),
                IsInitialSetup = initial,
                IsRepeatable = repeatable,
            });
        }

        return this;
    }

    public PlanCase File(string name, string sql) => Files(name, sql);

    /// <summary>
    /// Adds rows: <c>1_a:completed</c>. <c>!</c> after it: of another text. <c>~</c>: as another tool writes it, no version and
    /// no checksum. <c>=2/3</c>: two of three statements applied.
    /// </summary>
    public PlanCase Rows(string rows)
    {
        foreach (string row in rows.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] progress = row.Split('=');
            string[] parts = progress[0].TrimEnd('!', '~').Split(':');
            string file = parts[0] + ".sql";
            bool foreign = progress[0].EndsWith('~');
            string[]? counts = progress.Length > 1 ? progress[1].Split('/') : null;
            _rows.Add(new MigrationLogEntry
            {
                Id = _rows.Count + 1,
                StepNumber = _rows.Count + 1,
                FileName = file,
                Version = foreign ? null : NativeName.Parse(file).Version,
                Status = Enum.TryParse(parts[1], ignoreCase: true, out MigrationLogStatus status) ? status : MigrationLogStatus.Unknown,
                StatusText = parts[1],
                Checksum = foreign ? null : progress[0].EndsWith('!') ? new string('0', 64)
                    : _migrations.FirstOrDefault(migration => migration.FileName == file)?.Checksum ?? Checksum.Of(Sql),
                StatementsApplied = counts is null ? null : int.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture),
                StatementsTotal = counts is null ? null : int.Parse(counts[1], System.Globalization.CultureInfo.InvariantCulture),
                ExecutedAt = new DateTimeOffset(2026, 1, 2, 3, 4, _rows.Count, TimeSpan.Zero),
            });
        }

        return this;
    }

    /// <summary>Gives the last row another checksum.</summary>
    public void ChecksumOfLast(string checksum) => _rows[^1] = _rows[^1] with { Checksum = checksum };

    /// <summary>Changes all files.</summary>
    public PlanCase ChangeFiles(Func<Migration, Migration> change)
    {
        for (int at = 0; at < _migrations.Count; at++)
        {
            _migrations[at] = change(_migrations[at]);
        }

        return this;
    }

    /// <summary>Changes all rows.</summary>
    public void ChangeRows(Func<MigrationLogEntry, MigrationLogEntry> change)
    {
        for (int at = 0; at < _rows.Count; at++)
        {
            _rows[at] = change(_rows[at]);
        }
    }

    public MigrationPlan Plan(params MigrationProblem[] found) => MigrationPlanner.Plan(
        new MigrationSet("/m", "Native", _migrations, found), NoTable ? null : new HistorySnapshot(_rows, IsCurrent: true), Facts, Options, Target);

    public MigrationPlan PlanUndo(UndoOptions undo) => UndoPlanner.Plan(
        new MigrationSet("/m", "Native", _migrations, []), NoTable ? null : new HistorySnapshot(_rows, IsCurrent: true), undo, Options with { Undo = undo }, Target);

    public static string States(MigrationPlan plan) => string.Join(' ', plan.Migrations.Select(migration => migration.State));

    public static string Steps(MigrationPlan plan) => string.Join(' ', plan.Steps.Select(step => Path.GetFileNameWithoutExtension(step.Migration.FileName)));

    public static string Problems(MigrationPlan plan) => string.Join(' ', plan.Problems.Select(problem =>
        $"{problem.Code}{(problem.Severity == ProblemSeverity.Warning ? "?" : "")}{(problem.Path is null ? "" : ":" + Path.GetFileNameWithoutExtension(problem.Path))}"));
}
