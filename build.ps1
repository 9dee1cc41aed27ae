#!/usr/bin/env pwsh
<#
.SYNOPSIS
    The one entry to building; a thin wrapper over dotnet.
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Quickstart', 'Bench', 'Chaos', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Native {
    param([string] $Command, [string[]] $Arguments)
    Write-Host "> $Command $($Arguments -join ' ')"
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Command ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Task {
    param([string] $Name)
    switch ($Name) {
        'Build' {
            Invoke-Native dotnet @('build', "$root/Module.sln", '--configuration', $Configuration, '--nologo')
        }
        'Test' {
            Invoke-Native dotnet @('test', "$root/Module.sln", '--configuration', $Configuration, '--nologo')
        }
        'Quickstart' {
            Invoke-Native dotnet @('run', '--project', "$root/examples/Quickstart", '--configuration', $Configuration)
        }
        'Bench' {
            $projects = @(Get-ChildItem "$root/bench" -Filter *.csproj -Recurse -ErrorAction SilentlyContinue)
            if (-not $projects) {
                throw 'There is no project in bench/.'
            }
            $projects | ForEach-Object { Invoke-Native dotnet @('run', '--project', $_.FullName, '--configuration', 'Release') }
        }
        'Chaos' {
            Invoke-Native dotnet @('run', '--project', "$root/tests/PgMigrate.Chaos", '--configuration', $Configuration, '--', 'full')
        }
        'Package' {
            Invoke-Native dotnet @('build', "$root/src/PgMigrate/PgMigrate.csproj", '--configuration', 'Release', '--nologo')
            $manifest = Test-ModuleManifest "$root/out/PgMigrate/PgMigrate.psd1"
            $zip = "$root/out/PgMigrate-$($manifest.Version).zip"
            if (Test-Path -LiteralPath $zip) {
                Remove-Item -LiteralPath $zip
            }
            [IO.Compression.ZipFile]::CreateFromDirectory("$root/out/PgMigrate", $zip, 'Optimal', $true)
            Write-Host $zip
        }
        'Clean' {
            Invoke-Native dotnet @('clean', "$root/Module.sln", '--configuration', $Configuration, '--nologo')
            if (Test-Path -LiteralPath "$root/out") {
                Remove-Item -LiteralPath "$root/out" -Recurse
            }
        }
    }
}

foreach ($name in $Task) {
    Invoke-Task $name
}
