using System.Management.Automation;
using System.Text.RegularExpressions;
using PgMigrate.Commands;

namespace PgMigrate.Tests.Drift;

/// <summary>Manifest, classes, help pages and views name the same things.</summary>
public sealed partial class ManifestTests
{
    public static TheoryData<Type> CmdletTypes => [.. Cmdlets.All];

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_nothing_else()
    {
        string manifest = File.ReadAllText(Repository.At("PgMigrate.psd1"));
        string list = ExportList().Match(manifest).Groups[1].Value;
        var exported = QuotedName().Matches(list).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Cmdlets.All.Select(Cmdlets.NameOf), exported);
    }

    [Fact]
    public void Every_cmdlet_has_a_help_page_and_every_page_a_cmdlet()
    {
        var pages = Repository.Files("docs/en-US", "*-*.md").Select(path => Path.GetFileNameWithoutExtension(path));
        Assert.Equal(Cmdlets.All.Select(Cmdlets.NameOf), pages);
    }

    [Theory]
    [MemberData(nameof(CmdletTypes))]
    public void A_help_page_has_every_parameter_and_no_other(Type type)
    {
        string page = File.ReadAllText(Repository.At("docs", "en-US", Cmdlets.NameOf(type) + ".md"));
        var documented = ParameterHeading().Matches(page).Select(match => match.Groups[1].Value);
        var expected = Cmdlets.Parameters(type).Select(property => property.Name).ToList();
        if (Cmdlets.Option<bool>(type, "SupportsShouldProcess"))
        {
            expected.AddRange(["Confirm", "WhatIf"]);
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        foreach (string heading in new[] { "## SYNOPSIS", "## SYNTAX", "## DESCRIPTION", "## EXAMPLES", "## PARAMETERS", "## INPUTS", "## OUTPUTS" })
        {
            Assert.Contains("\n" + heading + "\n", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(CmdletTypes))]
    public void A_cmdlet_is_sealed_in_a_file_of_its_name_and_says_what_it_gives(Type type)
    {
        string name = $"{Cmdlets.VerbOf(type)}{Cmdlets.NounOf(type)}Command";
        Assert.Equal(name, type.Name);
        Assert.True(type.IsSealed);
        Assert.True(File.Exists(Repository.At("src", "PgMigrate", "Commands", name + ".cs")));
        Assert.NotEmpty(Cmdlets.OutputsOf(type));
        Assert.False(Cmdlets.NounOf(type).EndsWith('s'), "nouns are singular");
    }

    [Theory]
    [MemberData(nameof(CmdletTypes))]
    public void A_verb_is_approved(Type type)
    {
        var approved = new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle), typeof(VerbsSecurity), typeof(VerbsOther),
        }.SelectMany(verbs => verbs.GetFields()).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Contains(Cmdlets.VerbOf(type), approved);
    }

    [Fact]
    public void The_version_is_three_numbers_and_that_of_the_assembly()
    {
        string manifest = File.ReadAllText(Repository.At("PgMigrate.psd1"));
        string version = Version().Match(manifest).Groups[1].Value;
        Assert.Equal(version, typeof(PgMigrateCommand).Assembly.GetName().Version!.ToString(3));
    }

    [Fact]
    public void Every_output_type_has_a_table_and_default_properties()
    {
        string format = File.ReadAllText(Repository.At("module", "PgMigrate.Format.ps1xml"));
        string types = File.ReadAllText(Repository.At("module", "PgMigrate.Types.ps1xml"));
        foreach (Type output in Cmdlets.All.SelectMany(Cmdlets.OutputsOf).Where(type => type != typeof(void)).Distinct())
        {
            Assert.Contains($"<TypeName>{output.FullName}</TypeName>", format, StringComparison.Ordinal);
            Assert.Contains($"<Name>{output.FullName}</Name>", types, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\((.*?)\)", RegexOptions.Singleline)]
    private static partial Regex ExportList();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^### -(\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex ParameterHeading();

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([0-9.]+)'")]
    private static partial Regex Version();
}
