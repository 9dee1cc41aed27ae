using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public class WordSearchTests
{
    [Theory]
    [InlineData("", "password", -1)]
    [InlineData("passwor", "password", -1)]
    [InlineData("password", "password", 0)]
    [InlineData("ALTER ROLE a PassWord 'x'", "password", 13)]
    [InlineData("wwpasswpassword", "password", 7)]
    [InlineData("w", "password", -1)]
    [InlineData("passwordpassword", "password", 0)]
    [InlineData("-- @UNDO", "@undo", 3)]
    [InlineData("@@undo", "@undo", 1)]
    [InlineData("pa\u017F\u017Fword", "password", -1)]
    [InlineData("squaw\u212A-ignore", "squawk-", -1)]
    [InlineData("-- SQUAWK-ignore", "squawk-", 3)]
    public void Finds_the_first_place_whatever_the_case(string text, string word, int expected) => Assert.Equal(expected, WordSearch.IndexOf(text, word));

    [Theory]
    [InlineData("password")]
    [InlineData("connection")]
    [InlineData("@ignore")]
    [InlineData("squawk-")]
    public void Finds_what_the_framework_finds(string word)
    {
        var random = new Random(20261121);
        string letters = word + word.ToUpperInvariant() + " \n\u017F\u212Aé\U0001F600";
        int found = 0;
        for (int round = 0; round < 5_000; round++)
        {
            string noise = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)])]);
            string text = random.Next(3) == 0 ? noise.Insert(random.Next(noise.Length + 1), random.Next(2) == 0 ? word : word.ToUpperInvariant()) : noise;
            int expected = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            Assert.True(expected == WordSearch.IndexOf(text, word), text);
            found += expected >= 0 ? 1 : 0;
        }

        Assert.InRange(found, 1_000, 4_000);
    }
}
