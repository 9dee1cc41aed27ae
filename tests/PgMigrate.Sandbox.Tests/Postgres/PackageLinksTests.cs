using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class PackageLinksTests : IDisposable
{
    private readonly DirectoryInfo _package = Directory.CreateTempSubdirectory("pgm-links");

    public void Dispose() => _package.Delete(recursive: true);

    [Fact]
    public void Links_still_lead_to_their_files_after_a_move()
    {
        string native = Native("""[{"source":"native/lib/a.so.1.2","target":"native/lib/a.so"},{"source":"native/lib/a.so.1.2","target":"native/deep/er/a.so.1"}]""");
        File.WriteAllText(Path.Combine(native, "lib", "a.so.1.2"), "library");

        PackageLinks.Create(native);
        PackageLinks.Create(native);
        string moved = Path.Combine(_package.FullName, "moved");
        Directory.Move(native, moved);

        Assert.Equal("library", File.ReadAllText(Path.Combine(moved, "lib", "a.so")));
        Assert.Equal("library", File.ReadAllText(Path.Combine(moved, "deep", "er", "a.so.1")));
    }

    [Theory]
    [InlineData("native/lib/a.so", "../outside")]
    [InlineData("/etc/passwd", "native/lib/a.so")]
    [InlineData("native/../../x", "native/lib/a.so")]
    public void A_link_that_leaves_the_package_is_refused(string source, string target)
    {
        string native = Native($$"""[{"source":"{{source}}","target":"{{target}}"}]""");

        Assert.Throws<SandboxException>(() => PackageLinks.Create(native));

        Assert.Empty(Directory.GetFiles(Path.Combine(native, "lib")));
    }

    private string Native(string list)
    {
        string native = Path.Combine(_package.FullName, "native");
        Directory.CreateDirectory(Path.Combine(native, "lib"));
        File.WriteAllText(Path.Combine(native, "pg-symlinks.json"), list);
        return native;
    }
}
