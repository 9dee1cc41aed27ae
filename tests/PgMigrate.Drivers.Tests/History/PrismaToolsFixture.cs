namespace PgMigrate.Drivers.Tests.History;

/// <summary>
/// Prisma and graphile-migrate from npm. Prisma's schema engine is a program that is fetched from elsewhere, but its package has the same
/// engine as WebAssembly, which works through <c>pg</c>.
/// </summary>
public sealed class PrismaToolsFixture : NpmToolsFixture
{
    /// <summary>The adapter does not know the type <c>name</c>, which the engine asks the catalog for.</summary>
    private const string NamesAsText = """
        const Result = require('pg/lib/result.js');
        const addFields = Result.prototype.addFields;
        Result.prototype.addFields = function (fields) {
          for (const field of fields) if (field.dataTypeID === 19) field.dataTypeID = 25;
          return addFields.call(this, fields);
        };
        """;

    /// <summary>Runs <c>prisma migrate</c> on the folder of a case; fails when it fails.</summary>
    internal async Task<string> PrismaAsync(HistoryCase test, string command)
    {
        Assert.True(WhyNot is null, WhyNot);
        string root = Path.GetDirectoryName(test.Folder)!;
        string schema = Path.Combine(root, "schema.prisma");
        string config = Path.Combine(Folder, Path.GetFileName(root) + ".config.mjs");
        string engine = Path.Combine(Folder, "no-engine");
        string patch = Path.Combine(Folder, "names-as-text.cjs");
        await File.WriteAllTextAsync(engine, "");
        await File.WriteAllTextAsync(patch, NamesAsText);
        await File.WriteAllTextAsync(schema, "datasource db {\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n");
        await File.WriteAllTextAsync(config, $$"""
            import { defineConfig } from 'prisma/config';
            import { PrismaPg } from '@prisma/adapter-pg';
            export default defineConfig({
              experimental: { adapter: true }, engine: 'js', schema: '{{schema}}', migrations: { path: '{{test.Folder}}' },
              adapter: async () => new PrismaPg({ connectionString: process.env.DATABASE_URL, allowExitOnIdle: true }),
            });
            """);
        var environment = new Dictionary<string, string>
        {
            ["PRISMA_QUERY_ENGINE_LIBRARY"] = engine,
            ["PRISMA_SCHEMA_ENGINE_BINARY"] = engine,
            ["PRISMA_ENGINES_CHECKSUM_IGNORE_MISSING"] = "1",
            ["PRISMA_HIDE_UPDATE_MESSAGE"] = "1",
            ["CHECKPOINT_DISABLE"] = "1",
            ["NODE_OPTIONS"] = $"--require {patch}",
        };
        (int exit, string output) = await RunAsync(
            Path.Combine(Folder, "node_modules", ".bin", "prisma"), Folder, Url(test.ConnectionString), ["migrate", command, "--config", config], environment);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>Runs <c>graphile-migrate migrate</c> on a folder with <c>migrations/committed</c>; fails when it fails.</summary>
    internal async Task<string> GraphileAsync(HistoryCase test, string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, ".gmrc"), $$"""{"connectionString":"{{Url(test.ConnectionString)}}"}""");
        (int exit, string output) = await RunAsync(Path.Combine(Folder, "node_modules", ".bin", "graphile-migrate"), folder, Url(test.ConnectionString), ["migrate"]);
        Assert.True(exit == 0, output);
        return output;
    }
}
