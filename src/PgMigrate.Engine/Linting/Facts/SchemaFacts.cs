using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// What is known of the schema at a place in a script: what a database has, or what the migrations before it made, followed through the
/// statements up to there. Never changes; each statement leads to another one.
/// </summary>
public sealed record SchemaFacts
{
    private const string Temporary = "pg_temp";

    internal SchemaFacts()
    {
    }

    /// <summary>Nothing is known: every table may or may not be there.</summary>
    public static SchemaFacts Unknown { get; } = new();

    /// <summary>True when a database was asked, so that what it does not have is not there.</summary>
    public bool IsLive { get; internal init; }

    /// <summary><c>server_version_num</c> of that database, for example 150018; null when none was asked.</summary>
    public int? ServerVersion { get; internal init; }

    /// <summary>The role that runs statements there; null when no database was asked.</summary>
    public string? User { get; internal init; }

    /// <summary>The tables, views and sequences that are known, by full name.</summary>
    internal ImmutableDictionary<ObjectName, TableFacts> Tables { get; init; } = ImmutableDictionary<ObjectName, TableFacts>.Empty;

    /// <summary>The indexes that have names of their own, with their tables.</summary>
    internal ImmutableDictionary<ObjectName, ObjectName> Indexes { get; init; } = ImmutableDictionary<ObjectName, ObjectName>.Empty;

    /// <summary>The enums with their labels.</summary>
    internal ImmutableDictionary<ObjectName, ImmutableHashSet<string>> Enums { get; init; } = ImmutableDictionary<ObjectName, ImmutableHashSet<string>>.Empty;

    /// <summary>Schemas in which a bare name is looked for; the first is where it is created.</summary>
    internal IReadOnlyList<string> Path { get; init; } = ["public"];

    /// <summary>The path with which each migration starts.</summary>
    internal IReadOnlyList<string> StartPath { get; init; } = ["public"];

    /// <summary>Bare names that the database was asked about.</summary>
    internal IReadOnlySet<string> Asked { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>False after a statement whose effect cannot be read, such as a call of a function.</summary>
    internal bool IsCertain { get; init; } = true;

    /// <summary>False after CASCADE, which drops what nobody names, and after DROP of what is not followed.</summary>
    internal bool KnowsDependents { get; init; } = true;

    /// <summary>Relations, and constraints of relations, that were dropped or defined anew: what the database said of them is past.</summary>
    internal ImmutableHashSet<(ObjectName Relation, string? Constraint)> Gone { get; init; } = [];

    /// <summary>False after SET ROLE.</summary>
    internal bool KnowsUser { get; init; } = true;

    /// <summary>The table, view or sequence of a name; null when nothing is known of it.</summary>
    /// <param name="name">As a statement names it.</param>
    public TableFacts? Find(ObjectName name) => TryResolve(Tables, name, out _, out TableFacts? table) ? table : null;

    /// <summary>The table of an index; null when nothing is known of it.</summary>
    internal TableFacts? TableOfIndex(ObjectName index) => Resolve(Indexes, index) is { } full && Tables.TryGetValue(Indexes[full], out TableFacts? table) ? table : null;

    internal ImmutableHashSet<string>? LabelsOf(ObjectName type) => Resolve(Enums, type) is { } full ? Enums[full] : null;

    /// <summary>True when no table, view, sequence or index of the name can be there.</summary>
    internal bool IsMissing(ObjectName name) => IsAskable(name) && Find(name) is null && Resolve(Indexes, name) is null;

    internal bool IsMissingIndex(ObjectName name) => IsAskable(name) && Resolve(Indexes, name) is null;

    /// <summary>What would break without a table or one of its columns and is still there; empty when that is not known.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column, or null for the table.</param>
    internal IEnumerable<DependentFacts> DependentsOf(TableFacts table, string? column) => !KnowsDependents || !IsCertain ? []
        : table.Dependents.Where(item => (column is null || item.Column == column)
            && !(item.Owner is { } owner && (owner == table.Name && column is null || Gone.Contains((owner, null)) || Gone.Contains((owner, item.Constraint)))));

    /// <summary>What a bare name means when it is created; null when there is no schema for it.</summary>
    internal ObjectName? Qualify(ObjectName name) => name.Schema is not null ? name : Path.Count > 0 ? name with { Schema = Path[0] } : null;

    /// <summary>The full name under which a map has it, or null.</summary>
    internal ObjectName? Resolve<T>(ImmutableDictionary<ObjectName, T> map, ObjectName name) => TryResolve(map, name, out ObjectName full, out _) ? full : null;

    /// <summary>What is left to know after a statement that may have done anything.</summary>
    internal SchemaFacts Uncertain() => IsCertain ? this with { IsCertain = false } : this;

    /// <summary>What holds when the next migration starts: its session has the settings of the run again.</summary>
    internal SchemaFacts AtStart() => this with { Path = StartPath, KnowsUser = true };

    private bool TryResolve<T>(ImmutableDictionary<ObjectName, T> map, ObjectName name, out ObjectName full, [MaybeNullWhen(false)] out T found)
    {
        full = name.Schema is null ? name with { Schema = Temporary } : name;
        if (map.TryGetValue(full, out found))
        {
            return true;
        }

        for (int at = 0; name.Schema is null && at <= Path.Count; at++)
        {
            full = name with { Schema = at < Path.Count ? Path[at] : "pg_catalog" };
            if (map.TryGetValue(full, out found))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False for names that the database was not asked about, that stand for others (variables), or that the server would cut.</summary>
    private bool IsAskable(ObjectName name) => IsLive && IsCertain && Asked.Contains(name.Name) && name.Schema is not Temporary
        && !$"{name.Schema}{name.Name}".AsSpan().ContainsAny('$', ':', '{') && !name.Name.StartsWith("U&", StringComparison.OrdinalIgnoreCase)
        && Encoding.UTF8.GetByteCount(name.Name) <= SqlIdentifier.MaxBytes;
}
