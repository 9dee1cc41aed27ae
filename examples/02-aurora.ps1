# The same migrations on PostgreSQL, on Aurora PostgreSQL through the RDS Data API and on Aurora DSQL, on stand-ins of this machine.
#   dotnet build Module.sln
#   pwsh examples/02-aurora.ps1
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/PgMigrate/PgMigrate.psd1')

$targets = [ordered]@{
    PostgreSql = 'migrations'
    RdsDataApi = 'migrations'         # the same files
    AuroraDsql = 'migrations-dsql'    # without enums, triggers and PL/pgSQL, with CREATE INDEX ASYNC
}
foreach ($target in $targets.Keys) {
    $folder = Join-Path $PSScriptRoot 'Quickstart' $targets[$target]
    "# $target"
    $database = Connect-MigrationDatabase -Sandbox $target
    try {
        # What the Data API's usual runners refuse is sent whole by this one, so it is allowed here.
        $exclude = $target -eq 'RdsDataApi' ? @('data-api-do-block', 'data-api-concurrently') : @()
        Test-MigrationSql $folder -Severity Warning -ExcludeRule $exclude | Format-Table
        Invoke-Migration $folder | Format-Table
        Invoke-Migration $folder -Verbose 4>&1 | Select-Object -Last 1 | Out-Host
        Get-MigrationLog | Format-Table
    }
    finally {
        Disconnect-MigrationDatabase $database
    }
}
