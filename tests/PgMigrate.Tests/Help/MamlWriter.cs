using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using PgMigrate.Tests.Drift;

namespace PgMigrate.Tests.Help;

/// <summary>Writes the pages as the XML that Get-Help reads (MAML).</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write()
    {
        var items = new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), Cmdlets.All.Select(WriteCommand));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + items.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement WriteCommand(Type type)
    {
        HelpPage page = HelpPage.Read(Repository.At("docs", "en-US", Cmdlets.NameOf(type) + ".md"));
        var parameters = Cmdlets.Parameters(type).ToList();
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", Cmdlets.NameOf(type)),
                new XElement(Command + "verb", Cmdlets.VerbOf(type)),
                new XElement(Command + "noun", Cmdlets.NounOf(type)),
                Description([page.Synopsis])),
            Description(page.Description),
            new XElement(Command + "syntax", SetsOf(parameters).Select(set => WriteSyntax(type, page, parameters, set))),
            new XElement(Command + "parameters", parameters.Select(parameter => WriteParameter(page, parameter, Cmdlets.BindingsOf(parameter).First()))),
            new XElement(Command + "inputTypes", new XElement(Command + "inputType", new XElement(Dev + "type", new XElement(Maml + "name", page.Inputs)))),
            new XElement(Command + "returnValues", new XElement(Command + "returnValue", new XElement(Dev + "type", new XElement(Maml + "name", page.Outputs)))),
            new XElement(Command + "examples", page.Examples.Select(example => new XElement(
                Command + "example",
                new XElement(Maml + "title", example.Title),
                new XElement(Dev + "code", example.Code),
                new XElement(Dev + "remarks", new XElement(Maml + "para"))))));
    }

    private static IEnumerable<string?> SetsOf(IEnumerable<PropertyInfo> parameters)
    {
        var sets = parameters.SelectMany(Cmdlets.BindingsOf).Select(SetOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return sets.Count == 0 ? new string?[] { null } : sets;
    }

    private static XElement WriteSyntax(Type type, HelpPage page, IEnumerable<PropertyInfo> parameters, string? set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", Cmdlets.NameOf(type)),
        parameters.Select(parameter => (parameter, binding: Cmdlets.BindingsOf(parameter).FirstOrDefault(binding => SetOf(binding) is null || SetOf(binding) == set)))
            .Where(item => item.binding is not null)
            .OrderBy(item => PositionOf(item.binding!) ?? int.MaxValue)
            .Select(item => WriteParameter(page, item.parameter, item.binding!)));

    private static XElement WriteParameter(HelpPage page, PropertyInfo parameter, CustomAttributeData binding)
    {
        string type = (Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType).Name;
        bool byValue = Cmdlets.Named<bool>(binding, "ValueFromPipeline");
        bool byName = Cmdlets.Named<bool>(binding, "ValueFromPipelineByPropertyName");
        bool wild = parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == "SupportsWildcardsAttribute");
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Word(Cmdlets.Named<bool>(binding, "Mandatory"))),
            new XAttribute("globbing", Word(wild)),
            new XAttribute("pipelineInput", byValue || byName ? $"True ({string.Join(", ", new[] { byValue ? "ByValue" : "", byName ? "ByPropertyName" : "" }.Where(way => way.Length > 0))})" : "False"),
            new XAttribute("position", PositionOf(binding)?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", Cmdlets.AliasesOf(parameter).ToList() is { Count: > 0 } aliases ? string.Join(", ", aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            Description(page.Parameter(parameter.Name)),
            type == "SwitchParameter" ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), type),
            new XElement(Dev + "type", new XElement(Maml + "name", type)));
    }

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(Maml + "description", paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph)));

    private static string? SetOf(CustomAttributeData binding) => Cmdlets.Named<string>(binding, "ParameterSetName");

    private static int? PositionOf(CustomAttributeData binding) =>
        binding.NamedArguments.Any(argument => argument.MemberName == "Position") ? Cmdlets.Named<int>(binding, "Position") : null;

    private static string Word(bool value) => value ? "true" : "false";
}
