# Other tools' files and histories, on a throw-away server: five situations, a function each.
#   dotnet build Module.sln
#   pwsh examples/03-bring-your-own.ps1
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PgMigrate/PgMigrate.psd1')

$root = Join-Path ([IO.Path]::GetTempPath()) "pgmigrate-bring-$PID"

# A folder as another tool has it.
function New-ToolFolder([string] $Name, [System.Collections.IDictionary] $Files) {
    $folder = Join-Path $root $Name
    foreach ($file in $Files.Keys) {
        $path = Join-Path $folder $file
        [void][IO.Directory]::CreateDirectory((Split-Path $path))
        [IO.File]::WriteAllText($path, $Files[$file])
    }
    $folder
}

# Stands for the other tool: applies up to a version and leaves that tool's own history table behind.
function Invoke-OtherTool([string] $Folder, [string] $Format, [string] $ToVersion) {
    Invoke-Migration $Folder -HistoryFormat $Format -ToVersion $ToVersion | Out-Null
}

# 1. Go on with another tool's folder and its history: it can take over again at any time.
function Step-WithTheirHistory {
    $folder = New-ToolFolder goose @{
        '00001_a.sql' = "-- +goose Up`nCREATE TABLE a (id int PRIMARY KEY);`n-- +goose Down`nDROP TABLE a;`n"
        '00002_b.sql' = "-- +goose Up`nCREATE TABLE b (id int PRIMARY KEY);`n-- +goose Down`nDROP TABLE b;`n"
    }
    Invoke-OtherTool $folder Goose 1
    Get-Migration $folder -HistoryFormat Goose | Format-Table
    Invoke-Migration $folder -HistoryFormat Goose | Format-Table
    Get-MigrationLog -HistoryFormat Goose | Format-Table
}

# 2. Move over for good: what their table records is marked in ours, once; their table stays as it is.
function Move-ForGood {
    $folder = New-ToolFolder diesel @{
        '2024-01-01-000000_c/up.sql' = "CREATE TABLE c (id int PRIMARY KEY);`n"
        '2024-01-02-000000_d/up.sql' = "CREATE TABLE d (id int PRIMARY KEY);`n"
    }
    Invoke-OtherTool $folder Diesel 20240101000000
    Set-MigrationBaseline $folder -FromHistory Diesel | Format-Table
    "a second time marks $(@(Set-MigrationBaseline $folder -FromHistory Diesel).Count)"
    Invoke-Migration $folder | Format-Table
}

# 3. Run both for a while, and be told when they differ. In a pipeline, -FailOn Difference ends the step with an error.
function Watch-Both {
    $folder = New-ToolFolder dbmate @{
        '20240101000000_e.sql' = "-- migrate:up`nCREATE TABLE e (id int PRIMARY KEY);`n"
        '20240102000000_f.sql' = "-- migrate:up`nCREATE TABLE f (id int PRIMARY KEY);`n"
    }
    Invoke-OtherTool $folder Dbmate 20240102000000
    Set-MigrationBaseline $folder -ToVersion 20240101000000 | Out-Null
    Compare-MigrationHistory $folder -DifferenceFormat Dbmate | Format-Table
    try {
        Compare-MigrationHistory $folder -DifferenceFormat Dbmate -FailOn Difference | Out-Null
    }
    catch {
        "told: $($_.Exception.Message)"
    }
}

# 4. Convert the files. A converted file names its source, so the old history is still understood.
function Convert-Files {
    $source = New-ToolFolder flyway @{
        'V1__Add_g.sql'   = "CREATE TABLE g (id int PRIMARY KEY);`n"
        'V1.1__Add_h.sql' = "CREATE TABLE h (id int PRIMARY KEY);`n"
    }
    Invoke-OtherTool $source Flyway 1
    $native = Join-Path $root 'converted'
    ConvertTo-Migration $source -Destination $native | Format-Table
    "a second time converts $(@(ConvertTo-Migration $source -Destination $native).Count)"
    Set-MigrationBaseline $native -FromHistory Flyway | Out-Null
    Invoke-Migration $native | Format-Table
}

# 5. Generator output becomes a migration: the newest of drizzle-kit, numbered, named, checked, in the manifest.
function Add-Generated {
    $drizzle = New-ToolFolder drizzle @{
        'meta/_journal.json'    = '{"version":"7","dialect":"postgresql","entries":[{"idx":0,"version":"7","when":1700000000000,"tag":"0000_brave_hulk","breakpoints":true}]}'
        '0000_brave_hulk.sql'   = "CREATE TABLE `"i`" (`n`t`"id`" bigint PRIMARY KEY NOT NULL`n);`n--> statement-breakpoint`nCREATE INDEX CONCURRENTLY `"i_id`" ON `"i`" (`"id`");"
    }
    $folder = New-ToolFolder app @{ 'migrations.json' = "{`n  `"initialSetupFiles`": [],`n  `"migrationFiles`": []`n}`n" }
    New-Migration 'add i' $folder -FromDrizzle $drizzle -WhatIf
    $made = New-Migration 'add i' $folder -FromDrizzle $drizzle
    Get-Content $made.Path
    Get-Content (Join-Path $folder 'migrations.json')
    $made | Test-MigrationSql | Invoke-Migration | Format-Table
}

try {
    foreach ($situation in 'Step-WithTheirHistory', 'Move-ForGood', 'Watch-Both', 'Convert-Files', 'Add-Generated') {
        "# $situation"
        $database = Connect-MigrationDatabase -Sandbox PostgreSql -Database ($situation -replace '\W', '_').ToLowerInvariant()
        try {
            & $situation
        }
        finally {
            Disconnect-MigrationDatabase $database
        }
    }
}
finally {
    Remove-Item $root -Recurse -Force -ErrorAction Ignore
}
