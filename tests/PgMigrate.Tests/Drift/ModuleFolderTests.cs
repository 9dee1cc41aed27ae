namespace PgMigrate.Tests.Drift;

/// <summary>The built module: what stands beside the manifest and what lies apart.</summary>
public sealed class ModuleFolderTests
{
    private static IEnumerable<string> NamesIn(params string[] parts) =>
        Directory.EnumerateFiles(Path.Combine([Repository.ModuleFolder, .. parts])).Select(path => Path.GetFileName(path));

    [Fact]
    public void Only_our_own_assemblies_stand_beside_the_manifest()
    {
        Assert.Equal(
            ["PgMigrate.Engine.dll", "PgMigrate.dll"],
            NamesIn().Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string> { "PgMigrate.psd1", "PgMigrate.Format.ps1xml", "PgMigrate.Types.ps1xml", "LICENSE" }, NamesIn().ToHashSet());
    }

    [Fact]
    public void The_drivers_lie_apart_with_all_they_need_and_no_second_engine()
    {
        var names = NamesIn("deps").ToHashSet();
        Assert.Superset(
            new HashSet<string> { "PgMigrate.Drivers.dll", "PgMigrate.Sandbox.dll", "PgMigrate.Sandbox.deps.json", "Npgsql.dll", "Microsoft.Extensions.Logging.Abstractions.dll" },
            names);
        Assert.DoesNotContain("PgMigrate.Engine.dll", names);
        Assert.DoesNotContain("PgMigrate.dll", names);
        Assert.DoesNotContain("System.Management.Automation.dll", names);
    }

    [Fact]
    public void The_module_is_of_this_build()
    {
        Assert.Equal(typeof(Commands.PgMigrateCommand).Module.ModuleVersionId, VersionIdOf("PgMigrate.dll"));
        Assert.Equal(typeof(Engine.Running.ISqlSession).Module.ModuleVersionId, VersionIdOf("PgMigrate.Engine.dll"));
        Assert.Equal(typeof(Drivers.DriverFactory).Module.ModuleVersionId, VersionIdOf("deps", "PgMigrate.Drivers.dll"));
    }

    [Fact]
    public void The_page_of_every_rule_is_in_the_module()
    {
        Assert.All(Engine.Linting.RuleCatalog.All, rule => Assert.True(File.Exists(Path.Combine([Repository.ModuleFolder, .. rule.Metadata.DocumentationPath.Split('/')])), rule.Metadata.Id));
        Assert.Contains("README.md", NamesIn("docs", "rules"));
    }

    private static Guid VersionIdOf(params string[] parts)
    {
        using FileStream file = File.OpenRead(Path.Combine([Repository.ModuleFolder, .. parts]));
        using var image = new System.Reflection.PortableExecutable.PEReader(file);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
