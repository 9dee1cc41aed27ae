# The whole main job on a throw-away server: write, check, apply, look, baseline.
#   dotnet build Module.sln
#   pwsh examples/01-first-migration.ps1
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PgMigrate/PgMigrate.psd1')

$folder = Join-Path ([IO.Path]::GetTempPath()) "pgmigrate-example-$PID"
$database = Connect-MigrationDatabase -Sandbox PostgreSql -Database shop
try {
    '# Write'
    New-Migration 'create customers' $folder -UndoSql 'DROP TABLE customers;' -Sql @'
CREATE TABLE IF NOT EXISTS customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE
);
'@ | Out-Host
    New-Migration 'index customers' $folder -UndoSql 'DROP INDEX customers_email_lower;' -Sql @'
CREATE INDEX CONCURRENTLY IF NOT EXISTS customers_email_lower ON customers (lower(email));
'@ | Out-Host

    '# Check'
    Get-Migration $folder | Test-MigrationSql | Format-Table
    (Test-MigrationSql -Sql 'DROP TABLE customers').Diagnostics | Format-Table

    '# See what would happen, then do it'
    Invoke-Migration $folder -WhatIf | Out-Null
    Get-Migration $folder -Status Pending | Test-MigrationSql | Invoke-Migration | Format-Table

    '# A second run has nothing to do'
    Invoke-Migration $folder -Verbose 4>&1 | Out-Host

    '# Look'
    Get-MigrationLog | Format-Table

    '# A database that has all this already'
    $other = Connect-MigrationDatabase -Sandbox PostgreSql -Database restored
    Set-MigrationBaseline $folder -Connection $other | Format-Table
    Get-Migration $folder -Connection $other | Format-Table
    Disconnect-MigrationDatabase $other
}
finally {
    Disconnect-MigrationDatabase $database
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse
    }
}
