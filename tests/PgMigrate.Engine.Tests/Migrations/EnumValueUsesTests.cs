using System.Collections;
using System.Text;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class EnumValueUsesTests
{
    [Theory]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; SELECT 1; SELECT 'x'; SELECT 'x'", 2)]
    [InlineData("SELECT 'x'; ALTER TYPE e ADD VALUE 'x'", -1)]
    [InlineData("SELECT 'x'; ALTER TYPE e ADD VALUE 'x'; DO $$ SELECT 'axb' $$", 2)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; ALTER TYPE f ADD VALUE 'x'", -1)]
    [InlineData("ALTER TYPE e ADD VALUE 'x'; COPY t FROM STDIN;\nyxy\n\\.\n", 1)]
    public void The_first_use_behind_a_value_is_found(string script, int use)
    {
        SqlStatement[] statements = Split(script);
        var uses = new EnumValueUses(statements);
        int added = Enumerable.Range(0, statements.Length).First(at => uses.AddedBy(at) is not null);
        Assert.Equal(use, uses.FirstUseAfter("x", added));
    }

    [Fact]
    public void Labels_that_are_parts_of_others_are_all_found_in_a_body()
    {
        var search = new LabelSearch();
        foreach (string label in new[] { "ab", "abc", "b", "bd", "zz" })
        {
            search.Add(label);
        }

        var found = new List<string>();
        search.FindWithin("xabcab", found.Add);
        Assert.Equal(["ab", "abc", "b", "ab", "b"], found);
    }

    /// <summary>Half of 20,000 statements add a value that nothing uses: every look behind each would be 10^8 reads.</summary>
    [Fact]
    public void Every_statement_is_read_a_fixed_number_of_times()
    {
        var statements = new CountingList(Split(ManyValues(10_000)));
        StatementTraits[] traits = StatementTraits.OfScript(statements);
        Assert.All(traits, trait => Assert.True(trait.CanRunInTransaction));
        Assert.InRange(statements.Reads, statements.Count, 6L * statements.Count);
    }

    /// <summary>What the rules take grows with the script, not with its square; counted in bytes allocated, which no load on the machine changes.</summary>
    [Fact]
    public void Rules_take_twice_as_much_for_twice_as_many_values()
    {
        Measure(100);
        long once = Measure(1_500);
        long twice = Measure(3_000);
        Assert.InRange((double)twice / once, 1.5, 2.7);

        static long Measure(int values)
        {
            SourceText script = SourceText.FromString($"-- @transaction: transactional\n\n{ManyValues(values)}");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.DoesNotContain(Linter.Check(script, new LintOptions { Rules = ["use-before-commit"] }).Diagnostics, found => found.RuleId == "use-before-commit");
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string ManyValues(int count)
    {
        var script = new StringBuilder();
        for (int at = 0; at < count; at++)
        {
            script.Append(System.Globalization.CultureInfo.InvariantCulture, $"ALTER TYPE e ADD VALUE 'v{at}';\nINSERT INTO t VALUES ('w{at}');\n");
        }

        return script.ToString();
    }

    private static SqlStatement[] Split(string script) => [.. StatementSplitter.Split(SourceText.FromString(script))];

    private sealed class CountingList(SqlStatement[] items) : IReadOnlyList<SqlStatement>
    {
        public long Reads { get; private set; }

        public int Count => items.Length;

        public SqlStatement this[int index]
        {
            get
            {
                Reads++;
                return items[index];
            }
        }

        public IEnumerator<SqlStatement> GetEnumerator()
        {
            foreach (SqlStatement item in items)
            {
                Reads++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
