using System.Reflection;
using System.Xml.Linq;
using PgMigrate.Commands;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox;

namespace PgMigrate.Tests.Drift;

/// <summary>The borders between the projects, and the habits of the code.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 500;

    public static TheoryData<string, string[], string[]> References => new()
    {
        { "PgMigrate.Engine", [], [] },
        { "PgMigrate.Drivers", ["PgMigrate.Engine"], ["Npgsql", "Microsoft.Extensions.Logging.Abstractions", "AWSSDK.Core", "AWSSDK.SecurityToken"] },
        { "PgMigrate.Sandbox", ["PgMigrate.Drivers", "PgMigrate.Engine"], [] },
        { "PgMigrate", ["PgMigrate.Drivers", "PgMigrate.Engine", "PgMigrate.Sandbox"], ["PowerShellStandard.Library"] },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void A_project_references_what_the_design_lets_it(string project, string[] projects, string[] packages)
    {
        var file = XDocument.Load(Repository.At("src", project, project + ".csproj"));
        Assert.Equal(projects, Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
        Assert.Empty(Includes(file, "PackageReference").Except(packages));
    }

    [Fact]
    public void The_cmdlets_see_drivers_and_sandbox_at_compile_time_only()
    {
        var file = XDocument.Load(Repository.At("src", "PgMigrate", "PgMigrate.csproj"));
        var isolated = file.Descendants("ProjectReference").Where(item => (string?)item.Attribute("Private") == "false")
            .Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));
        Assert.Equal(["PgMigrate.Drivers", "PgMigrate.Sandbox"], isolated.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_engine_knows_neither_PowerShell_nor_a_driver()
    {
        var references = typeof(ISqlSession).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.All(references, name => Assert.True(name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard", name));
    }

    [Theory]
    [InlineData(typeof(DriverFactory))]
    [InlineData(typeof(SandboxException))]
    [InlineData(typeof(PgMigrateCommand))]
    public void No_foreign_type_is_public(Type anyOfAssembly)
    {
        Assembly assembly = anyOfAssembly.Assembly;
        var allowed = new[] { "System.", "PgMigrate" };
        foreach (Type type in assembly.GetExportedTypes())
        {
            foreach (Type used in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .SelectMany(TypesOf).Append(type.BaseType ?? typeof(object)).SelectMany(Unwrap))
            {
                Assert.True(
                    used.Namespace is null || allowed.Any(start => (used.Namespace + ".").StartsWith(start, StringComparison.Ordinal)),
                    $"{type} shows {used}");
            }
        }
    }

    [Fact]
    public void No_file_is_long_and_none_hides_code_in_a_region()
    {
        string region = "#" + "region";
        foreach (string path in Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs")))
        {
            string[] lines = File.ReadAllLines(Repository.At(path));
            Assert.True(lines.Length <= LongestFile, $"{path} has {lines.Length} lines");
            Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith(region, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_file_is_named_for_a_heap_of_things()
    {
        string[] words = ["Utils", "Util", "Helper", "Helpers", "Manager", "Misc"];
        Assert.DoesNotContain(
            Repository.Files("src", "*.cs"), path => words.Any(word => Path.GetFileNameWithoutExtension(path).EndsWith(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_engine_reads_no_clock()
    {
        foreach (string path in Repository.Files("src/PgMigrate.Engine", "*.cs"))
        {
            string text = File.ReadAllText(Repository.At(path));
            Assert.False(
                text.Contains("DateTime.Now", StringComparison.Ordinal) || text.Contains("DateTime.UtcNow", StringComparison.Ordinal)
                || text.Contains("DateTimeOffset.UtcNow", StringComparison.Ordinal) || text.Contains("DateTimeOffset.Now", StringComparison.Ordinal)
                || text.Contains("TimeProvider.System", StringComparison.Ordinal),
                path);
        }
    }

    private static IEnumerable<string> Includes(XDocument file, string item) =>
        file.Descendants(item).Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Unwrap(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrap).Append(type) : type.HasElementType ? Unwrap(type.GetElementType()!) : [type];
}
