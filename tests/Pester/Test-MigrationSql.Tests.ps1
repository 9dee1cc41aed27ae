BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'Test-MigrationSql' {
    It 'gives a test for each migration, with the migration and its findings' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE IF NOT EXISTS a (id int);'; '0002_b.sql' = "SELECT 1;`n  ALTER TABLE a ADD COLUMN IF NOT EXISTS b int NOT NULL;" }
        $tests = Test-MigrationSql $folder -Severity Warning
        $tests | Should -BeOfType ([PgMigrate.MigrationSqlTest])
        $tests.Passed | Should -Be $true, $false
        $tests.Migration.Version | Should -Be '0001', '0002'
        $tests[0].Diagnostics.Count | Should -Be 0
        $finding = $tests[1].Diagnostics[0]
        $finding.RuleId | Should -Be 'column-not-null-no-default'
        $finding.Severity | Should -Be 'Error'
        $finding.Line | Should -Be 2
        $finding.Column | Should -Be 42
        $finding.Message | Should -Match 'b is NOT NULL and has no default'
        $finding.Fix | Should -Match 'DEFAULT'
        $tests[1].ErrorCount | Should -Be 1
    }

    It 'gives findings that can be counted and indexed' {
        $findings = (Test-MigrationSql -Sql 'DROP TABLE a; TRUNCATE b' -Severity Warning).Diagnostics
        $findings.Count | Should -Be 2
        $findings[1].RuleId | Should -Be 'truncate'
        $findings[-1].Line | Should -Be 1
    }

    It 'shows findings with their source line and a mark' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'DROP TABLE orders;' }
        $text = Test-MigrationSql $folder -Rule drop-table | Out-String -Width 200
        $text | Should -Match '0001_a\.sql: passed \(1 warning\)'
        $text | Should -Match ([regex]::Escape('1 | DROP TABLE orders;'))
        $text | Should -Match '(?m)^  \|            \^\^\^\^\^\^\s*$'
        $text | Should -Match 'fix: '
        Test-MigrationSql $folder -Rule drop-table | Format-Table | Out-String | Should -Match '0001_a\.sql\s+PostgreSql\s+True\s+0\s+1'
    }

    It 'refuses what the Data API''s runners refuse' {
        $sql = "BEGIN;`nCREATE INDEX CONCURRENTLY i ON t (a);`nDO `$`$ BEGIN END `$`$;`nCOMMIT;"
        $test = Test-MigrationSql -Sql $sql -Target RdsDataApi
        $test.Passed | Should -BeFalse
        ($test.Diagnostics | Where-Object Severity -eq Error).ForEach{ "$($_.Line) $($_.RuleId)" } | Should -Be @(
            '1 data-api-transaction-control', '2 data-api-concurrently', '3 data-api-do-block', '4 data-api-transaction-control')
        (Test-MigrationSql -Sql 'DO $$ BEGIN END $$').Passed | Should -BeTrue
    }

    It 'takes files from Get-ChildItem' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT 1'; '0002_b.sql' = 'SELECT ''oops' }
        $tests = Get-ChildItem "$folder/*.sql" | Test-MigrationSql
        $tests.FileName | Should -Be '0001_a.sql', '0002_b.sql'
        $tests.Passed | Should -Be $true, $false
        $tests[1].Diagnostics[0].RuleId | Should -Be 'unterminated-input'
    }

    It 'takes rules by id and by the names of other linters' {
        $sql = 'DROP TABLE a; TRUNCATE b; CREATE TABLE c (id int)'
        (Test-MigrationSql -Sql $sql -Severity Warning).Diagnostics.RuleId | Should -Be 'drop-table', 'truncate', 'create-without-if-not-exists'
        (Test-MigrationSql -Sql $sql -Rule ban-drop-table).Diagnostics.RuleId | Should -Be 'drop-table'
        (Test-MigrationSql -Sql $sql -ExcludeRule drop-table, prefer_robust_stmts -Severity Warning).Diagnostics.RuleId | Should -Be 'truncate'
        $failure = Get-Failure { Test-MigrationSql -Sql $sql -Rule drop-tabel }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownRule,*'
        $failure.Exception.Message | Should -Match 'drop-table'
    }

    It 'fails from the severity that is asked for' {
        (Test-MigrationSql -Sql 'DROP TABLE a').Passed | Should -BeTrue
        (Test-MigrationSql -Sql 'DROP TABLE a' -FailOn Warning).Passed | Should -BeFalse
    }

    It 'takes severities and exclusions from the settings file' {
        $root = New-TestFolder @{ 'pgmigrate.psd1' = "@{ RuleSeverity = @{ 'drop-table' = 'Error' }; ExcludeRule = 'truncate'; Target = 'RdsDataApi' }" }
        Push-Location $root
        try {
            $test = Test-MigrationSql -Sql 'DROP TABLE a; TRUNCATE b; BEGIN' -Severity Warning
            $test.Target | Should -Be 'RdsDataApi'
            $test.Diagnostics.ForEach{ "$($_.RuleId) $($_.Severity)" } | Should -Be 'drop-table Error', 'data-api-transaction-control Error'
        }
        finally {
            Pop-Location
        }
    }

    It 'points at the page of each rule, in the module or on the web' {
        $finding = (Test-MigrationSql -Sql 'DROP TABLE a' -Rule drop-table).Diagnostics[0]
        Get-Content $finding.DocumentationPath -TotalCount 1 | Should -Be '# drop-table'
        $finding.HelpUri.LocalPath | Should -Be $finding.DocumentationPath
        $copy = Join-Path (New-TestFolder) PgMigrate
        Copy-Item (Split-Path $ModulePath) $copy -Recurse
        $manifest = Get-Content "$copy/PgMigrate.psd1" -Raw
        $manifest -replace "DocumentationUri = ''", "DocumentationUri = 'https://example.org/pgmigrate/blob/main'" | Set-Content "$copy/PgMigrate.psd1"
        $script = "Import-Module '$copy/PgMigrate.psd1'; (Test-MigrationSql -Sql 'DROP TABLE a' -Rule drop-table).Diagnostics[0].HelpUri.AbsoluteUri; Test-MigrationSql -Sql 'DROP TABLE a' -OutputFormat Sarif"
        $lines = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script
        $lines[0] | Should -Be 'https://example.org/pgmigrate/blob/main/docs/rules/drop-table.md'
        $rules = ($lines | Select-Object -Skip 1 | ConvertFrom-Json).runs[0].tool.driver.rules
        ($rules | Where-Object id -eq 'drop-table').helpUri | Should -Be $lines[0]
    }

    It 'tells what no rule looked into' {
        $folder = New-TestFolder @{ '0001_a.sql' = "SELECT 1;`n  FROBNICATE t;`nCREATE GIZMO g;" }
        $test = Test-MigrationSql $folder -Rule drop-table -Verbose 4>&1 | Tee-Object -Variable lines | Where-Object { $_ -is [PgMigrate.MigrationSqlTest] }
        $test.Passed | Should -BeTrue
        $test.Coverage.KnownCount | Should -Be 1
        $test.StatementCount | Should -Be 3
        $test.OpaqueStatements.Count | Should -Be 2
        $test.OpaqueStatements[0].Line | Should -Be 2
        $test.OpaqueStatements[0].Column | Should -Be 3
        $test.OpaqueStatements[1].Text | Should -Be 'CREATE GIZMO g'
        $told = '1 of 3 statements known; no rule looked into 2:3: FROBNICATE t; 3:1: CREATE GIZMO g'
        "$($lines | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })" | Should -Match ([regex]::Escape("0001_a.sql: $told"))
        $test | Out-String -Width 200 | Should -Match ([regex]::Escape($told))
        Test-MigrationSql -Sql 'SELECT 1' | Out-String | Should -Not -Match 'known'
    }

    It 'takes settings for the files of some paths' {
        $root = New-TestFolder @{
            'pgmigrate.psd1'          = @'
@{
    RuleSeverity = @{ 'drop-table' = 'Error' }
    ExcludeRule  = 'missing-undo'
    Overrides    = @(
        @{ Path = 'old/'; RuleSeverity = @{ 'drop-table' = 'Warning' }; ExcludeRule = 'truncate' }
        @{ Path = '*_dsql.sql'; Target = 'AuroraDsql' }
    )
}
'@
        }
        foreach ($folder in 'old', 'new') {
            $null = New-Item -ItemType Directory "$root/$folder"
            foreach ($name in '0001_a.sql', '0002_b_dsql.sql') {
                Set-Content "$root/$folder/$name" 'DROP TABLE a; TRUNCATE b;'
            }
        }
        $found = { param($folder) Test-MigrationSql "$root/$folder" -Severity Warning | ForEach-Object { $_.Diagnostics.ForEach{ "$($_.RuleId) $($_.Severity)" } -join ', ' } }
        & $found new | Should -Be 'drop-table Error, truncate Warning', 'drop-table Error, dsql-truncate Error, truncate Warning'
        & $found old | Should -Be 'drop-table Warning', 'drop-table Warning, dsql-truncate Error'
        (Test-MigrationSql "$root/old/0002_b_dsql.sql" -Target PostgreSql).Target | Should -Be 'PostgreSql'
        $env:PGMIGRATE_TARGET = 'RdsDataApi'
        try { (Test-MigrationSql "$root/old/0002_b_dsql.sql").Target | Should -Be 'RdsDataApi' }
        finally { Remove-Item Env:PGMIGRATE_TARGET }
    }

    It 'refuses path settings that it cannot use: <Name>' -ForEach @(
        @{ Name = 'no path'; Value = "@{ ExcludeRule = 'truncate' }"; Pattern = 'without Path' }
        @{ Name = 'no table'; Value = "'truncate'"; Pattern = 'no table' }
        @{ Name = 'an unknown key'; Value = "@{ Path = '*'; Exclude = 'truncate' }"; Pattern = "'Exclude'" }
        @{ Name = 'no version'; Value = "@{ Path = '*'; MinimumServerVersion = 'new' }"; Pattern = "'new'" }
        @{ Name = 'an unknown target'; Value = "@{ Path = '*'; Target = 'Oracle' }"; Pattern = "'Oracle'" }
    ) {
        $folder = New-TestFolder @{ 'pgmigrate.psd1' = "@{ Overrides = $Value }"; '0001_a.sql' = 'SELECT 1' }
        $failure = Get-Failure { Test-MigrationSql $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidSetting,*'
        $failure.Exception.Message | Should -Match $Pattern
    }

    It 'takes squawk''s configuration and says how to write it here' {
        $root = New-TestFolder @{
            '.squawk.toml' = @'
# for squawk
excluded_rules = [
    "ban-drop-table", # they know
    'require-table-schema',
]
pg_version = "14.0"
assume_in_transaction = true
[upload_to_github]
fail_on_violations = true
'@
            '0001_a.sql'   = 'DROP TABLE a; TRUNCATE b;'
        }
        $test = Test-MigrationSql $root -Severity Warning -WarningVariable warnings -WarningAction SilentlyContinue
        $test.Diagnostics.RuleId | Should -Be 'truncate'
        $warnings.Count | Should -Be 1
        "$warnings" | Should -Match ([regex]::Escape("ExcludeRule = 'ban-drop-table'; MinimumServerVersion = '14'; write that into pgmigrate.psd1"))
        "$warnings" | Should -Match 'Not taken: the rule require-table-schema'
        "$warnings" | Should -Not -Match 'fail_on_violations'
        # What this tool's own settings say counts, and there is nothing to tell any more.
        Set-Content "$root/pgmigrate.psd1" "@{ ExcludeRule = 'truncate'; MinimumServerVersion = '14' }"
        $test = Test-MigrationSql $root -Severity Warning -WarningVariable warnings -WarningAction SilentlyContinue
        $test.Diagnostics.RuleId | Should -Be 'drop-table'
        $warnings.Count | Should -Be 0
    }

    It 'leaves out the files of squawk''s excluded_paths, and their tests pass on' {
        $root = New-TestFolder @{ '.squawk.toml' = "excluded_paths = ['migrations/000[12]*', 'a**']`nexcluded_rules = ['truncate']" }
        $folder = (New-Item -ItemType Directory "$root/migrations").FullName
        Set-Content "$folder/0001_a.sql" 'DROP TABLE a;'
        Set-Content "$folder/0002_b.sql" 'DROP TABLE b; TRUNCATE t;'
        Set-Content "$folder/0003_c.sql" 'DROP TABLE c; TRUNCATE t;'
        Push-Location $folder
        try {
            $tests = Test-MigrationSql . -Severity Warning -FailOn Warning -WarningVariable warnings -WarningAction SilentlyContinue
            $tests.FileName | Should -Be '0001_a.sql', '0002_b.sql', '0003_c.sql'
            $tests.Passed | Should -Be $true, $true, $false
            $tests.Diagnostics.RuleId | Should -Be 'drop-table'
            (Get-Item ./0002_b.sql | Test-MigrationSql -WarningAction SilentlyContinue).Diagnostics | Should -BeNullOrEmpty
            $warnings.Count | Should -Be 1
            "$warnings" | Should -Match ([regex]::Escape("what fits 'migrations/000[12]*' is not checked; taken as ExcludeRule = 'truncate'"))
            "$warnings" | Should -Match ([regex]::Escape('Not taken: the path a**, which is no pattern.'))
            # The settings of this tool come first.
            Set-Content "$root/pgmigrate.psd1" "@{ Overrides = @{ Path = '/migrations/0003_c.sql'; ExcludeRule = '*' } }"
            $tests = Test-MigrationSql . -Severity Warning -FailOn Warning -WarningAction SilentlyContinue
            $tests.Passed | Should -Be $false, $false, $true
        }
        finally {
            Pop-Location
        }
    }

    It 'knows what Aurora DSQL took on a day' {
        $sql = 'CREATE INDEX ASYNC IF NOT EXISTS i ON t (a) WHERE b IS NULL'
        (Test-MigrationSql -Sql $sql -Target AuroraDsql).Passed | Should -BeTrue
        (Test-MigrationSql -Sql $sql -Target AuroraDsql -RulesetDate 2026-09-14).Diagnostics.RuleId | Should -Be 'dsql-partial-index'
        (Test-MigrationSql -Sql $sql -Target AuroraDsql -RulesetDate 2026-09-15).Passed | Should -BeTrue
    }

    It 'hides what a comment says, and tells of one that hides nothing' {
        $test = Test-MigrationSql -Sql "-- @ignore: drop-table nobody uses it`nDROP TABLE a;`n-- @ignore: truncate none here`nSELECT 1;" -Severity Warning
        $test.SuppressedCount | Should -Be 1
        $test.Diagnostics.RuleId | Should -Be 'invalid-suppression'
    }

    It 'reports a file that cannot be read and goes on' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT 1' }
        [IO.File]::WriteAllBytes("$folder/0002_b.sql", [byte[]](0x53, 0xFF, 0xFE, 0x00))
        $tests = Test-MigrationSql $folder -ErrorVariable failures -ErrorAction SilentlyContinue
        @($tests).FileName | Should -Be '0001_a.sql'
        $failures.Count | Should -BeGreaterThan 0
        $failures[0].Exception.Message | Should -Match '0002_b\.sql'
    }

    It 'means nothing when the pipeline brings nothing' {
        Push-Location (New-TestFolder)
        try {
            @() | Test-MigrationSql | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'Test-MigrationSql in a build' {
    BeforeAll {
        $bad = New-TestFolder @{ '0001_a.sql' = 'ALTER TABLE t ADD COLUMN IF NOT EXISTS c int NOT NULL'; '0002_b.sql' = 'SELECT 1' }
    }

    AfterEach {
        Remove-Item Env:GITHUB_ACTIONS, Env:TF_BUILD -ErrorAction Ignore
    }

    It 'writes <Format> for <Variable> and fails' -ForEach @(
        @{ Variable = 'GITHUB_ACTIONS'; Format = 'GitHub'; Pattern = '^::error file=.*0001_a\.sql,line=1' }
        @{ Variable = 'TF_BUILD'; Format = 'AzureDevOps'; Pattern = '^##vso\[task\.logissue type=error;sourcepath=.*0001_a\.sql;linenumber=1' }
    ) {
        Set-Item "Env:$Variable" 'True'
        $lines = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { Test-MigrationSql $bad -CI -Severity Error | ForEach-Object { $lines.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TestsFailed,*'
        $failure.Exception.Message | Should -Match '^1 of 2'
        $lines[0] | Should -Match $Pattern
    }

    It 'ends pwsh with an exit code' {
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'; Test-MigrationSql '$bad' -CI" *> $null
        $LASTEXITCODE | Should -Be 1
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'; Test-MigrationSql '$bad/0002_b.sql' -CI" *> $null
        $LASTEXITCODE | Should -Be 0
    }

    It 'writes a file and gives the objects all the same' {
        $file = Join-Path (New-TestFolder) 'lint.sarif'
        $tests = Test-MigrationSql $bad -OutFile $file
        $tests.Passed | Should -Be $false, $true
        $sarif = Get-Content $file -Raw | ConvertFrom-Json
        $sarif.version | Should -Be '2.1.0'
        $sarif.runs[0].results.ruleId | Should -Contain 'column-not-null-no-default'
    }

    It 'writes JSON and JUnit in place of objects' {
        $json = (Test-MigrationSql $bad -OutputFormat Json) -join "`n" | ConvertFrom-Json
        $json.files.passed | Should -Be $false, $true
        ([xml]((Test-MigrationSql $bad -OutputFormat JUnit) -join "`n")).testsuites.testsuite.failures | Should -Be 1
    }
}

Describe 'Test-MigrationSql -Trace' {
    It 'reports the locks and rewrites that it saw' {
        $folder = New-TestFolder @{
            '0001_a.sql' = 'CREATE TABLE a (id int PRIMARY KEY, note text);'
            '0002_b.sql' = "ALTER TABLE a ALTER COLUMN id TYPE bigint;`nCREATE INDEX a_note ON a (note);"
            '0003_c.sql' = 'ALTER TABLE a ADD COLUMN kind text DEFAULT ''web'';'
        }
        $tests = Test-MigrationSql $folder -Trace -Rule drop-table
        $tests.FileName | Should -Be '0001_a.sql', '0002_b.sql', '0003_c.sql'
        $tests[0].Diagnostics.Count | Should -Be 0
        $tests[1].Diagnostics.ForEach{ "$($_.Line) $($_.RuleId) $($_.IsObserved)" } | Should -Be '1 observed-lock True', '1 observed-rewrite True'
        $tests[1].Diagnostics[0].Message | Should -Match 'ACCESS EXCLUSIVE on a'
        $tests[2].Diagnostics.RuleId | Should -Be 'observed-lock'
    }

    It 'tells what fails, and where' {
        $folder = New-TestFolder @{ '0001_a.sql' = "SELECT 1;`nSELECT * FROM nowhere;" }
        $test = Test-MigrationSql $folder -Trace
        $test.Passed | Should -BeFalse
        ($test.Diagnostics | Where-Object IsObserved).ForEach{ "$($_.Line):$($_.Column) $($_.RuleId)" } | Should -Be '2:15 observed-failure'
    }
}

Describe 'Test-MigrationSql with the migrations before' {
    BeforeAll {
        $script:folder = New-TestFolder @{
            '0001_a.sql' = 'CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, note varchar(50));'
            '0002_b.sql' = 'ALTER TABLE orders ADD CONSTRAINT noted CHECK (note IS NOT NULL) NOT VALID;'
            '0003_c.sql' = 'ALTER TABLE orders VALIDATE CONSTRAINT noted;'
            '0004_d.sql' = 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;'
        }
    }

    It 'knows them when one file is named' {
        $test = Test-MigrationSql (Join-Path $folder '0004_d.sql') -Severity Warning
        $test.FileName | Should -Be '0004_d.sql'
        $test.Diagnostics.Count | Should -Be 0
    }

    It 'knows them when migrations come by pipeline' {
        (Get-Migration $folder | Select-Object -Last 1 | Test-MigrationSql -Severity Warning).Diagnostics.Count | Should -Be 0
    }

    It 'knows nothing of a bare text' {
        (Test-MigrationSql -Sql 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL' -Rule set-not-null-scan).Diagnostics.Count | Should -Be 1
    }
}

Describe 'Test-MigrationSql -Connection' {
    BeforeAll {
        $script:connection = Connect-TestDatabase
        Invoke-TestSql $connection.TestConnectionString 'CREATE TABLE small (id bigint PRIMARY KEY, note text); INSERT INTO small SELECT generate_series(1, 50); CREATE VIEW seen AS SELECT note FROM small; ANALYZE' | Out-Null
    }

    It 'says how large the table is, and how bad that makes it' {
        $finding = (Test-MigrationSql -Sql 'CREATE INDEX IF NOT EXISTS i ON small (note)' -Rule index-not-concurrent -Connection $connection).Diagnostics
        $finding.Severity | Should -Be 'Information'
        $finding.Message | Should -Match 'public\.small has about 50 rows, 8 kB'
        $finding.LiveFacts | Should -Be 'public.small has about 50 rows, 8 kB'
    }

    It 'asks no database unless the call says so' {
        $finding = (Test-MigrationSql -Sql 'CREATE INDEX IF NOT EXISTS i ON small (note); TRUNCATE nowhere' -Rule index-not-concurrent, missing-object).Diagnostics
        $finding.Count | Should -Be 1
        $finding.Severity | Should -Be 'Warning'
        $finding.LiveFacts | Should -BeNullOrEmpty
    }

    It 'finds what the database would refuse' {
        $test = Test-MigrationSql -Sql "TRUNCATE nowhere;`nALTER TABLE small DROP COLUMN note;`nALTER TABLE small ADD COLUMN id int;" -Rule missing-object, dependent-objects, object-exists -Connection $connection
        $test.Passed | Should -BeFalse
        $test.Diagnostics.ForEach{ "$($_.Line) $($_.RuleId)" } | Should -Be '1 missing-object', '2 dependent-objects', '3 object-exists'
        $test.Diagnostics[1].Message | Should -Match 'view public\.seen'
    }

    It 'holds against the database what is due there, with what is due before, and nothing that is applied' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE first_one (id int);' }
        Invoke-Migration $folder -Connection $connection | Out-Null
        Set-Content (Join-Path $folder '0002_b.sql') 'CREATE TABLE second_one (id int);'
        Set-Content (Join-Path $folder '0003_c.sql') "ALTER TABLE first_one ADD COLUMN a int;`nALTER TABLE second_one ADD COLUMN a int;`nALTER TABLE third_one ADD COLUMN a int;"
        $rules = 'missing-object', 'object-exists'
        $tests = Test-MigrationSql $folder -Rule $rules -Connection $connection
        $tests.Passed | Should -Be $true, $true, $false
        $tests[2].Diagnostics.ForEach{ "$($_.Line) $($_.RuleId)" } | Should -Be '3 missing-object'
        $piped = Get-Migration $folder -Status Pending -Connection $connection | Test-MigrationSql -Rule $rules -Connection $connection
        $piped.Passed | Should -Be $true, $false
        (Test-MigrationSql (Join-Path $folder '0003_c.sql') -Rule $rules -Connection $connection).ErrorCount | Should -Be 1
    }

    It 'lets a severity that is set stand' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE INDEX IF NOT EXISTS i ON small (note);'; 'pgmigrate.psd1' = "@{ RuleSeverity = @{ 'index-not-concurrent' = 'Error' } }" }
        (Test-MigrationSql $folder -Rule index-not-concurrent -Connection $connection).Diagnostics[0].Severity | Should -Be 'Error'
    }
}

Describe 'The pipeline' {
    It 'writes, checks, applies and logs with typed objects all the way' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder
        New-Migration 'create a' $folder -Sql 'CREATE TABLE IF NOT EXISTS a (id int)' -UndoSql 'DROP TABLE a' | Out-Null
        New-Migration 'create b' $folder -Sql 'CREATE TABLE IF NOT EXISTS b (id int)' -UndoSql 'DROP TABLE b' | Out-Null
        $results = Get-Migration $folder -Status Pending | Test-MigrationSql | Invoke-Migration
        $results | Should -BeOfType ([PgMigrate.Engine.Running.MigrationResult])
        $results.Status | Should -Be 'Applied', 'Applied'
        (Get-MigrationLog).FileName | Should -Be '0001_create_a.sql', '0002_create_b.sql'
        Get-Migration $folder -Status Pending | Test-MigrationSql | Invoke-Migration | Should -BeNullOrEmpty
        Get-TestTable $connection | Should -Be 'a', 'b', 'migration_log'
    }

    It 'refuses what did not pass, whole, and says what was found' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE IF NOT EXISTS a (id int)'; '0002_b.sql' = 'ALTER TABLE a ADD COLUMN b int NOT NULL' }
        $failure = Get-Failure { Get-Migration $folder | Test-MigrationSql | Invoke-Migration }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TestNotPassed,*'
        $failure.Exception.Message | Should -Match '0002_b\.sql:1:26: error column-not-null-no-default'
        $failure.TargetObject | Should -BeOfType ([PgMigrate.MigrationSqlTest])
        Get-TestTable $connection | Should -BeNullOrEmpty
    }

    It 'runs it all the same with -Force, and warns of what was found' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE IF NOT EXISTS a (id int)'; '0002_b.sql' = 'ALTER TABLE a ADD COLUMN IF NOT EXISTS b int NOT NULL' }
        $results = Get-Migration $folder | Test-MigrationSql | Invoke-Migration -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Status | Should -Be 'Applied', 'Applied'
        "$warnings" | Should -Match 'column-not-null-no-default'
    }
}
