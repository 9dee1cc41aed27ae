using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Reads the directives at the head of a migration.</summary>
internal static class HeaderReader
{
    private static readonly string[] KnownTargets = ["PostgreSql", "RdsDataApi", "AuroraDsql"];

    /// <summary>Names that others read: the linter, the batch runner.</summary>
    private static readonly HashSet<string> OtherNames = new(StringComparer.Ordinal) { "ignore", "batch" };

    /// <summary>Reads the head and notes what is wrong with it.</summary>
    public static MigrationHeader Read(MigrationSections sections, List<MigrationProblem> problems)
    {
        SourceText text = sections.Up;
        MigrationHeader header = MigrationHeader.Empty;
        var other = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SqlToken comment in sections.HeadComments)
        {
            foreach ((string line, int offset) in LinesOf(text.Span, comment))
            {
                if (line.StartsWith('@'))
                {
                    header = Apply(header, other, line, text, offset, problems);
                }
                else if (line.Length > 0)
                {
                    header = header with { Description = header.Description ?? line };
                }
            }
        }

        return header with { Other = other };
    }

    private static MigrationHeader Apply(
        MigrationHeader header, Dictionary<string, string> other, string line, SourceText text, int offset, List<MigrationProblem> problems)
    {
        int end = line.IndexOfAny([':', ' ', '\t']);
        string name = (end < 0 ? line[1..] : line[1..end]).ToLowerInvariant();
        string value = end < 0 ? "" : line[end..].TrimStart(':', ' ', '\t').Trim();
        switch (name)
        {
            case "transaction" when ParseMode(value) is { } mode:
                return header with { Transaction = mode };
            case "timeout" when Duration.TryParse(value, out TimeSpan timeout):
                return header with { Timeout = timeout };
            case "target" when ParseTargets(value) is { } targets:
                return header with { Targets = targets };
            case "transaction" or "timeout" or "target":
                problems.Add(Bad(name, value, text, offset));
                return header;
        }

        if (!OtherNames.Contains(name))
        {
            problems.Add(Unknown(name, text, offset));
        }

        other[name] = value;
        return header;
    }

    private static TransactionMode? ParseMode(string value) => value.ToLowerInvariant() switch
    {
        "none" or "false" or "off" => TransactionMode.None,
        "transactional" or "true" or "on" => TransactionMode.Transactional,
        "auto" => TransactionMode.Auto,
        _ => null,
    };

    private static string[]? ParseTargets(string value)
    {
        string[] names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(name => KnownTargets.Contains(name, StringComparer.OrdinalIgnoreCase)) ? names : null;
    }

    private static IEnumerable<(string Line, int Offset)> LinesOf(ReadOnlySpan<char> text, SqlToken comment)
    {
        string whole = comment.Of(text).ToString();
        bool block = comment.Kind == SqlTokenKind.BlockComment;
        var lines = new List<(string, int)>();
        int at = comment.Start;
        foreach (string line in (block ? whole[2..^2] : whole[2..]).Split('\n'))
        {
            lines.Add((line.Trim().TrimStart('-', '*', '!').Trim(), at));
            at += line.Length + 1;
        }

        return lines;
    }

    private static MigrationProblem Bad(string name, string value, SourceText text, int offset) => new(
        MigrationProblemCode.InvalidDirective,
        $"The directive @{name} has no value '{value}'.",
        name switch
        {
            "transaction" => "Write none, transactional or auto.",
            "timeout" => "Write a time with its unit: 500ms, 30s, 5min, 2h.",
            _ => $"Write one or more of {string.Join(", ", KnownTargets)}.",
        })
    {
        Path = text.Path,
        Position = text.GetPosition(offset),
    };

    private static MigrationProblem Unknown(string name, SourceText text, int offset) => new(
        MigrationProblemCode.InvalidDirective,
        $"There is no directive @{name}.",
        "Known ones: @transaction, @target, @timeout, @ignore, @batch, @undo. Take the @ away if it is plain text.",
        ProblemSeverity.Warning)
    {
        Path = text.Path,
        Position = text.GetPosition(offset),
    };
}
