BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'Invoke-Migration with @batch' {
    BeforeEach {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder @{
            '0001_t.sql'    = 'CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT g, 0 FROM generate_series(1, 2500) g;'
            '0002_fill.sql' = "-- @batch: 1000 by id`nUPDATE t SET n = n + 1;"
        }
    }

    It 'tells the rows so far' {
        $lines = Invoke-Migration $folder -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines -match 'rows (so far|in all)' | Should -Be @(
            '0002_fill.sql: 1,000 rows so far: UPDATE t SET n = n + 1', '0002_fill.sql: 2,000 rows so far: UPDATE t SET n = n + 1',
            '0002_fill.sql: 2,500 rows in all: UPDATE t SET n = n + 1')
        Invoke-TestSql $connection.TestConnectionString 'SELECT DISTINCT n FROM t' | Should -Be 1
        Get-MigrationLog | Where-Object BatchProgress | Should -BeNullOrEmpty
    }

    It 'refuses what is no key, with the one to write' {
        Invoke-Migration $folder -ToVersion 1 | Out-Null
        Set-Content "$folder/0002_fill.sql" "-- @batch: 1000 by name`nUPDATE t SET n = 1;"
        $failure = Get-Failure { Invoke-Migration $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'BatchNotPossible,*'
        $failure.ErrorDetails.RecommendedAction | Should -Be 'Write -- @batch: 1000 by id.'
    }
}
