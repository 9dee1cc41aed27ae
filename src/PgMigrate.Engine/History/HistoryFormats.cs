using PgMigrate.Engine.History.Formats;

namespace PgMigrate.Engine.History;

/// <summary>The histories of other tools that are known here.</summary>
public static class HistoryFormats
{
    /// <summary>Instead of a name: whichever is found.</summary>
    public const string Auto = "Auto";

    /// <summary>Our own table, the default.</summary>
    public const string Native = "Native";

    /// <summary>The surer a format's columns, the earlier it is asked.</summary>
    internal static IReadOnlyList<HistoryFormat> All { get; } =
    [
        new FlywayFormat(), new PrismaFormat(), new SqlxFormat(), new RefineryFormat(), new EfCoreFormat(), new GooseFormat(), new DrizzleFormat(),
        new PgMigrationsFormat(), new DieselFormat(), new GolangMigrateFormat(), new SqitchFormat(), new GraphileMigrateFormat(), new AtlasFormat(),
        new LiquibaseFormat(), new GrateFormat(), new EvolveFormat(), new DbUpFormat(), new RailsFormat(), new DbmateFormat(),
    ];

    /// <summary>Names of the formats that can be read.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(format => format.Name).Order(StringComparer.Ordinal)];

    /// <summary>Names of those that can be written, so that the tool accepts it afterwards.</summary>
    public static IReadOnlyList<string> Writable { get; } = [.. All.Where(format => format.CanWrite).Select(format => format.Name).Order(StringComparer.Ordinal)];

    /// <summary>Names of those of which rows can be repaired.</summary>
    public static IReadOnlyList<string> Repairable { get; } = [.. All.Where(format => format.Repairs.Count > 0).Select(format => format.Name).Order(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">There is no such format.</exception>
    internal static HistoryFormat Find(string name) =>
        All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no history format '{name}'. Known ones: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>True for the name of our own table, and for none.</summary>
    internal static bool IsNative(string? name) => name is null || name.Equals(Native, StringComparison.OrdinalIgnoreCase);
}
