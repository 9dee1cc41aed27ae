using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// What is known of the schema before each migration of a folder. Each script is read once at most, and not at all when it is checked, for
/// the check follows the schema by itself: <see cref="Learn"/>.
/// </summary>
public sealed class FolderFacts
{
    private readonly IReadOnlyList<Migration> _migrations;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<SchemaFacts> _before;
    private readonly SqlTarget _target;

    /// <summary>Takes up a folder.</summary>
    /// <param name="migrations">Its migrations in run order; for a database, those that are due there.</param>
    /// <param name="start">What is known before the first: <see cref="SchemaFacts.Unknown"/>, or what a database has.</param>
    /// <param name="target">The kind of database: migrations whose heads name others do nothing there.</param>
    public FolderFacts(IReadOnlyList<Migration> migrations, SchemaFacts start, SqlTarget target)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        ArgumentNullException.ThrowIfNull(start);
        _migrations = migrations;
        _target = target;
        _before = [start.AtStart()];
        for (int at = 0; at < migrations.Count; at++)
        {
            _places.TryAdd(migrations[at].Path, at);
        }
    }

    /// <summary>True when the folder has the migration.</summary>
    /// <param name="migration">It; known by its path.</param>
    public bool Has(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return _places.ContainsKey(migration.Path);
    }

    /// <summary>What is known before a migration; of one that the folder does not have, what is known after the last.</summary>
    /// <param name="migration">It.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    public SchemaFacts Before(Migration migration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(migration);
        int place = _places.GetValueOrDefault(migration.Path, _migrations.Count);
        while (_before.Count <= place)
        {
            Migration next = _migrations[_before.Count - 1];
            _before.Add(IsMeant(next) ? SchemaFollower.Follow(_before[^1], next.UpScript, cancellationToken) : _before[^1]);
        }

        return _before[place];
    }

    /// <summary>Takes over what a check found, so that the script need not be read again for the next.</summary>
    /// <param name="migration">The migration that was checked.</param>
    /// <param name="report">What came of it; its options had <see cref="Before"/>.</param>
    public void Learn(Migration migration, LintReport report)
    {
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentNullException.ThrowIfNull(report);
        if (_places.TryGetValue(migration.Path, out int place) && place == _before.Count - 1)
        {
            _before.Add(IsMeant(migration) ? report.SchemaAfter : _before[^1]);
        }
    }

    private bool IsMeant(Migration migration) => migration.Header.Targets is not { Count: > 0 } targets || targets.Contains(_target.ToString(), StringComparer.OrdinalIgnoreCase);
}
