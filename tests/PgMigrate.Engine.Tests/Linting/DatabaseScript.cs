using System.Text.RegularExpressions;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting;

/// <summary>
/// What a database would say that was made by a script. What a script cannot say stands in its comments: <c>-- user: name</c>,
/// <c>-- owner of table: name</c>, <c>-- view s.v depends on table.column</c>, <c>-- table has 12 rows, 4096 bytes</c>.
/// </summary>
internal static partial class DatabaseScript
{
    /// <summary>The facts; every bare name was asked for.</summary>
    public static SchemaFacts Read(string sql)
    {
        SchemaFacts facts = SchemaFollower.Follow(SchemaFacts.Unknown, SourceText.FromString(sql), CancellationToken.None);
        facts = facts with { IsLive = true, ServerVersion = 160000, User = "deployer", Asked = new EveryName(), Tables = facts.Tables.ToDictionaryOfLive() };
        foreach (Match note in Notes().Matches(sql))
        {
            facts = note.Groups["user"].Success ? facts with { User = note.Groups["user"].Value } : facts;
            facts = note.Groups["owner"].Success ? Change(facts, note, table => table with { Owner = note.Groups["owner"].Value, IsOwned = false, MayDrop = false }) : facts;
            facts = note.Groups["view"].Success
                ? Change(facts, note, table => table with { Dependents = table.Dependents.Add(new DependentFacts(note.Groups["column"].Value, $"view {note.Groups["view"].Value}", Named(note.Groups["view"].Value), null)) }) : facts;
            facts = note.Groups["rows"].Success ? Change(facts, note, table => table with { Size = new TableSize(long.Parse(note.Groups["rows"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), long.Parse(note.Groups["bytes"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)) }) : facts;
        }

        return facts;
    }

    private static System.Collections.Immutable.ImmutableDictionary<ObjectName, TableFacts> ToDictionaryOfLive(this System.Collections.Immutable.ImmutableDictionary<ObjectName, TableFacts> tables) =>
        tables.SetItems(tables.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { IsLive = true, HasAllConstraints = true })));

    private static SchemaFacts Change(SchemaFacts facts, Match note, Func<TableFacts, TableFacts> change)
    {
        TableFacts table = facts.Find(new ObjectName(null, note.Groups["table"].Value)) ?? throw new FormatException(note.Value);
        return facts with { Tables = facts.Tables.SetItem(table.Name, change(table)) };
    }

    private static ObjectName Named(string name) => new(name.Split('.')[0], name.Split('.')[1]);

    [GeneratedRegex(@"^-- (?:user: (?<user>\w+)|owner of (?<table>\w+): (?<owner>\w+)|view (?<view>[\w.]+) depends on (?<table>\w+)\.(?<column>\w+)|(?<table>\w+) has (?<rows>\d+) rows, (?<bytes>\d+) bytes)$", RegexOptions.Multiline)]
    private static partial Regex Notes();

    /// <summary>A set that has every name.</summary>
    private sealed class EveryName : HashSet<string>, IReadOnlySet<string>
    {
        bool IReadOnlySet<string>.Contains(string item) => true;
    }
}
