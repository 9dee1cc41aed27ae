namespace PgMigrate.Tests.Help;

public sealed class HelpFileTests
{
    [Fact]
    public void What_GetHelp_shows_is_what_the_pages_say() =>
        Approval.Verify(MamlWriter.Write(), Repository.At("module", "en-US", "PgMigrate.dll-Help.xml"));
}
