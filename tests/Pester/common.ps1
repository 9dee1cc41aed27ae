# Dot-sourced by every test file: the module as built, one throw-away server for all files, a database for each test that asks.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'High'
$ProgressPreference = 'SilentlyContinue'

$ModulePath = $env:PGMIGRATE_MODULE ? $env:PGMIGRATE_MODULE : (Join-Path $PSScriptRoot '../../out/PgMigrate/PgMigrate.psd1')
if (-not (Get-Module PgMigrate)) {
    Import-Module $ModulePath
}

# What the machine has set must not decide a test.
Get-ChildItem Env: | Where-Object { $_.Name -cmatch '^(PGMIGRATE_(?!MODULE$|POSTGRES$)|PG[A-Z]+$)' } | ForEach-Object { Remove-Item "Env:$($_.Name)" }

# Started in a runspace of its own, so that it is nobody's default connection here.
function Get-TestServer {
    if (-not (Test-Path Variable:Global:PgMigrateTestServer)) {
        $global:PgMigrateTestShell = [powershell]::Create()
        [void]$global:PgMigrateTestShell.AddScript("Import-Module '$ModulePath'; Connect-MigrationDatabase -Sandbox PostgreSql -ErrorAction Stop")
        $global:PgMigrateTestServer = $global:PgMigrateTestShell.Invoke()[0].psobject.BaseObject
        $global:PgMigrateTestDatabases = 0
    }
    $global:PgMigrateTestServer
}

# Lets go of every connection of this session.
function Disconnect-All {
    do {
        $failures = $null
        Disconnect-MigrationDatabase -ErrorVariable failures -ErrorAction SilentlyContinue
    } until ($failures)
}

function New-TestDatabase {
    $server = Get-TestServer
    $global:PgMigrateTestDatabases++
    $name = "test_$global:PgMigrateTestDatabases"
    Invoke-TestSql $server.GetSandboxConnectionString() "CREATE DATABASE $name" | Out-Null
    $server.GetSandboxConnectionString() -replace 'Database=[^;]*', "Database=$name"
}

# A new database, connected to and the session's default.
function Connect-TestDatabase {
    $connectionString = New-TestDatabase
    $connection = Connect-MigrationDatabase -ConnectionString $connectionString
    $connection | Add-Member -NotePropertyName TestConnectionString -NotePropertyValue $connectionString
    $connection
}

# First column of every row. Uses the driver that the module has loaded, past the module.
function Invoke-TestSql {
    param([string] $ConnectionString, [string] $Sql)
    $driver = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Npgsql' }, 'First')[0]
    $connection = [Activator]::CreateInstance($driver.GetType('Npgsql.NpgsqlConnection'), "$ConnectionString;Pooling=false")
    try {
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = $Sql
        $reader = $command.ExecuteReader()
        while ($reader.Read()) {
            $reader.GetValue(0)
        }
    }
    finally {
        $connection.Dispose()
    }
}

function Get-TestTable {
    param($Connection)
    @(Invoke-TestSql $Connection.TestConnectionString "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")
}

# A folder with these files: New-TestFolder @{ '0001_a.sql' = 'SELECT 1' }
function New-TestFolder {
    param([hashtable] $Files = @{})
    $folder = Join-Path ([string](Get-PSDrive TestDrive).Root) ([guid]::NewGuid().ToString('n').Substring(0, 8))
    [void][IO.Directory]::CreateDirectory($folder)
    foreach ($name in $Files.Keys) {
        [IO.File]::WriteAllText((Join-Path $folder $name), $Files[$name])
    }
    $folder
}

# Waits until the condition holds; fails when it never does. The limit guards against waiting for ever, and measures nothing.
function Wait-Until {
    param([scriptblock] $Condition, [string] $What, [int] $Seconds = 300)
    $limit = [DateTime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $limit) {
            throw "Waited $Seconds seconds in vain: $What"
        }
        Start-Sleep -Milliseconds 50
    }
}

# The error record that a script ends with.
function Get-Failure {
    param([scriptblock] $Script)
    try {
        & $Script | Out-Null
    }
    catch {
        return $_
    }
    throw 'It was expected to fail, and did not.'
}
