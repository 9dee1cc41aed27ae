BeforeAll {
    . "$PSScriptRoot/common.ps1"

    function New-Project {
        param([string] $Settings, [hashtable] $Files = @{ '0001_a.sql' = 'CREATE TABLE a (id int);' })
        $root = New-TestFolder @{ 'pgmigrate.psd1' = $Settings }
        [void][IO.Directory]::CreateDirectory("$root/db/sql")
        foreach ($name in $Files.Keys) {
            [IO.File]::WriteAllText("$root/db/sql/$name", $Files[$name])
        }
        $root
    }
}

Describe 'settings' {
    It 'come from the nearest pgmigrate.psd1 above the current location' {
        Connect-TestDatabase | Out-Null
        $root = New-Project "@{ Path = 'db/sql'; HistoryTable = 'project_log' }"
        [void][IO.Directory]::CreateDirectory("$root/deep/er")
        Push-Location "$root/deep/er"
        try {
            (Invoke-Migration).Status | Should -Be 'Applied'
            (Get-MigrationLog).FileName | Should -Be '0001_a.sql'
        }
        finally {
            Pop-Location
        }
        (Get-MigrationLog -HistoryTable project_log).FileName | Should -Be '0001_a.sql'
    }

    It 'are found above a path that is given' {
        Connect-TestDatabase | Out-Null
        $root = New-Project "@{ HistoryTable = 'project_log' }"
        Invoke-Migration "$root/db/sql" | Out-Null
        (Get-MigrationLog -HistoryTable project_log).FileName | Should -Be '0001_a.sql'
    }

    It 'of the environment win over the file, and parameters over both' {
        $connection = Connect-TestDatabase
        $root = New-Project "@{ HistoryTable = 'from_file' }"
        $env:PGMIGRATE_HISTORY_TABLE = 'from_environment'
        try {
            Invoke-Migration "$root/db/sql" | Out-Null
            Invoke-Migration "$root/db/sql" -HistoryTable from_parameter -ErrorAction SilentlyContinue -WhatIf | Out-Null
        }
        finally {
            Remove-Item Env:PGMIGRATE_HISTORY_TABLE
        }
        Get-TestTable $connection | Should -Be 'a', 'from_environment'
    }

    It 'give the connection when there is no other, for that command only' {
        $connectionString = New-TestDatabase
        $root = New-Project "@{ Path = 'db/sql' }"
        $script = "Import-Module '$ModulePath'; Set-Location '$root'; (Invoke-Migration).Status; try { `$env:PGMIGRATE_CONNECTION_STRING = ''; Get-MigrationLog } catch { `$_.FullyQualifiedErrorId }"
        $env:PGMIGRATE_CONNECTION_STRING = $connectionString
        try {
            $output = pwsh -NoProfile -NonInteractive -Command $script
        }
        finally {
            Remove-Item Env:PGMIGRATE_CONNECTION_STRING
        }
        $output | Should -Be 'Applied', 'NotConnected,PgMigrate.Commands.GetMigrationLogCommand'
    }

    It 'fill variables, from file, environment and parameter, each over the one before' {
        $connection = Connect-TestDatabase
        $root = New-Project "@{ Variables = @{ first = 'file'; second = 'file'; third = 'file' } }" @{
            '0001_a.sql' = "CREATE TABLE t (v text); INSERT INTO t VALUES (:'first'), (:'second'), (:'third');"
        }
        $env:PGMIGRATE_VARIABLE_second = 'environment'
        $env:PGMIGRATE_VARIABLE_third = 'environment'
        try {
            Invoke-Migration "$root/db/sql" -Variable @{ third = 'parameter' } | Out-Null
        }
        finally {
            Remove-Item Env:PGMIGRATE_VARIABLE_second, Env:PGMIGRATE_VARIABLE_third
        }
        Invoke-TestSql $connection.TestConnectionString 'SELECT v FROM t' | Should -Be 'file', 'environment', 'parameter'
    }

    It 'protect files up to ImmutableThrough' {
        $root = New-Project "@{ ImmutableThrough = '002' }" @{ '001_a.sql' = 'SELECT 1'; '002_b.sql' = 'SELECT 1'; '003_c.sql' = 'SELECT 1' }
        (Get-Migration "$root/db/sql").IsImmutable | Should -Be $true, $true, $false
    }

    It 'are data: a command in them is refused and not run' {
        $root = New-Project "@{ HistoryTable = `$(New-Item -Path '$([IO.Path]::GetTempPath())/pgmigrate-must-not-exist') }"
        $failure = Get-Failure { Get-Migration "$root/db/sql" }
        $failure.FullyQualifiedErrorId | Should -Be 'UnreadableSettings,PgMigrate.Commands.GetMigrationCommand'
        $failure.TargetObject | Should -Be "$root/pgmigrate.psd1"
        Test-Path "$([IO.Path]::GetTempPath())/pgmigrate-must-not-exist" | Should -BeFalse
    }

    It 'with a mistake in them are refused, named, with their place' {
        (Get-Failure { Get-Migration "$(New-Project '@{ Path = ')/db/sql" }).Exception.Message | Should -Match 'pgmigrate\.psd1.*line 1'
        (Get-Failure { Get-Migration "$(New-Project "'text'")/db/sql" }).FullyQualifiedErrorId | Should -BeLike 'UnreadableSettings,*'
        $failure = Get-Failure { Get-Migration "$(New-Project "@{ LockTimeout = 'soon' }")/db/sql" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidSetting,*'
        $failure.TargetObject | Should -Be 'LockTimeout'
        $failure.ErrorDetails.RecommendedAction | Should -Match '5min'
        (Get-Failure { Get-Migration "$(New-Project "@{ Target = 'Oracle' }")/db/sql" }).Exception.Message | Should -Match "Target is 'Oracle'"
    }

    It 'that are unknown are named in a warning' {
        $root = New-Project "@{ LockTimout = 5 }"
        Get-Migration "$root/db/sql" -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        "$warnings" | Should -Match "no setting 'LockTimout'"
    }

    It 'of a module that is called PgMigrate.psd1 too are left alone' {
        $root = New-Project "@{ ModuleVersion = '1.0'; Path = 'elsewhere' }"
        Push-Location "$root/db"
        try {
            Get-Migration ./sql -WarningVariable warnings | Out-Null
        }
        finally {
            Pop-Location
        }
        $warnings | Should -BeNullOrEmpty
    }
}
