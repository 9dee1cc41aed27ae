BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $three = @{
        '0001_a.sql' = 'CREATE TABLE a (id int);'
        '0002_b.sql' = 'CREATE TABLE b (id int); INSERT INTO b VALUES (1);'
        '0003_c.sql' = 'CREATE TABLE c (id int);'
    }
}

Describe 'Invoke-Migration' {
    Context 'input' {
        BeforeEach {
            $connection = Connect-TestDatabase
            $folder = New-TestFolder $three
        }

        It 'takes a folder and gives one typed result for each migration' {
            $results = Invoke-Migration $folder
            $results | Should -BeOfType ([PgMigrate.Engine.Running.MigrationResult])
            $results.FileName | Should -Be '0001_a.sql', '0002_b.sql', '0003_c.sql'
            $results.Status | Should -Be (@('Applied') * 3)
            $results.StatementsApplied | Should -Be 1, 2, 1
            $results[0].Migration.State | Should -Be 'Applied'
            Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        }

        It 'takes migrations by pipeline' {
            (Get-Migration $folder -Status Pending | Invoke-Migration).FileName | Should -Be '0001_a.sql', '0002_b.sql', '0003_c.sql'
        }

        It 'takes files by pipeline' {
            (Get-ChildItem $folder | Invoke-Migration).Status | Should -Be (@('Applied') * 3)
        }

        It 'runs migrations in their order, in whatever order they come' {
            (Get-Migration $folder | Sort-Object Version -Descending | Invoke-Migration).Version | Should -Be '0001', '0002', '0003'
        }

        It 'runs nothing when a pipeline brings nothing' {
            [void][IO.Directory]::CreateDirectory("$folder/migrations")
            [IO.File]::WriteAllText("$folder/migrations/0001_never.sql", 'CREATE TABLE never (id int);')
            Push-Location $folder
            try {
                Get-Migration $folder -Status Applied | Invoke-Migration | Should -BeNullOrEmpty
                './none*.sql' | Invoke-Migration -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            }
            finally {
                Pop-Location
            }
            Get-TestTable $connection | Should -BeNullOrEmpty
        }

        It 'runs the text that was read, not what the file has become' {
            $migrations = Get-Migration $folder
            [IO.File]::WriteAllText("$folder/0001_a.sql", 'CREATE TABLE changed (id int);')
            $migrations | Invoke-Migration | Out-Null
            Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        }

        It 'refuses a selection that would leave a gap' {
            $failure = Get-Failure { Get-Migration $folder | Select-Object -Last 1 | Invoke-Migration -ErrorAction SilentlyContinue }
            $failure.FullyQualifiedErrorId | Should -Be 'PlanRejected,PgMigrate.Commands.InvokeMigrationCommand'
            Get-TestTable $connection | Should -BeNullOrEmpty
            Invoke-Migration "$folder/0001_a.sql" | Out-Null
            $failure = Get-Failure { Invoke-Migration "$folder/0003_c.sql" }
            $failure.FullyQualifiedErrorId | Should -Be 'OutOfOrder,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.Exception.Message | Should -Match '0002_b\.sql is due and was not selected'
            (Invoke-Migration "$folder/0003_c.sql" -AllowOutOfOrder).Status | Should -Be 'Applied'
            Get-TestTable $connection | Should -Be 'a', 'c', 'migration_log'
        }

        It 'refuses migrations of several folders' {
            (Get-Failure { Get-Migration $folder, (New-TestFolder $three) | Invoke-Migration }).FullyQualifiedErrorId | Should -BeLike 'SeveralFolders,*'
            Get-TestTable $connection | Should -BeNullOrEmpty
        }

        It 'does nothing the second time' {
            Invoke-Migration $folder | Out-Null
            $verbose = Invoke-Migration $folder -Verbose 4>&1
            $verbose | Should -BeOfType ([Management.Automation.VerboseRecord])
            "$verbose" | Should -Match 'Nothing to apply'
        }

        It 'stops after the version that is asked for' {
            (Invoke-Migration $folder -ToVersion 2).Version | Should -Be '0001', '0002'
            (Get-Failure { Invoke-Migration $folder -ToVersion 99 }).FullyQualifiedErrorId | Should -Be 'UnknownVersion,PgMigrate.Commands.InvokeMigrationCommand'
        }

        It 'completes versions from the files' {
            $line = "Invoke-Migration $folder -ToVersion 000"
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be '0001', '0002', '0003'
        }

        It 'wants a connection' {
            Disconnect-All
            (Get-Failure { Invoke-Migration $folder }).FullyQualifiedErrorId | Should -Be 'NotConnected,PgMigrate.Commands.InvokeMigrationCommand'
        }

        It 'says that a folder is not there' {
            $failure = Get-Failure { Push-Location (New-TestFolder); try { Invoke-Migration } finally { Pop-Location } }
            $failure.FullyQualifiedErrorId | Should -Be 'FolderNotFound,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'New-Migration'
        }
    }

    Context '-WhatIf and -Confirm' {
        BeforeEach {
            $connection = Connect-TestDatabase
            $folder = New-TestFolder $three
        }

        It 'shows the real plan with -WhatIf and changes nothing' {
            Invoke-Migration $folder -ToVersion 1 | Out-Null
            $before = Invoke-TestSql $connection.TestConnectionString "SELECT count(*) || '/' || max(xmin::text::bigint) FROM migration_log"
            $planned = Invoke-Migration $folder -WhatIf
            $planned.FileName | Should -Be '0002_b.sql', '0003_c.sql'
            $planned.Status | Should -Be 'WouldApply', 'WouldApply'
            $planned.StatementsTotal | Should -Be 2, 1
            Get-TestTable $connection | Should -Be 'a', 'migration_log'
            Invoke-TestSql $connection.TestConnectionString "SELECT count(*) || '/' || max(xmin::text::bigint) FROM migration_log" | Should -Be $before
        }

        It 'does not even make the history table with -WhatIf' {
            Get-Migration $folder | Invoke-Migration -WhatIf | Out-Null
            Get-TestTable $connection | Should -BeNullOrEmpty
        }

        It 'tells statements and transaction mode with -WhatIf' {
            [IO.File]::WriteAllText("$folder/0004_d.sql", 'CREATE INDEX CONCURRENTLY b_id ON b (id);')
            $file = Join-Path $folder 'out.txt'
            Start-Transcript $file | Out-Null
            try { Invoke-Migration $folder -WhatIf | Out-Null } finally { Stop-Transcript | Out-Null }
            $text = [IO.File]::ReadAllText($file) -replace '\s+', ' '
            $text | Should -Match 'What if: Applying 0002_b\.sql \(2 statements, one transaction\) on postgres@'
            $text | Should -Match 'Applying 0004_d\.sql \(1 statement, statement by statement, because CREATE INDEX CONCURRENTLY'
        }

        It 'applies up to the first migration that is declined' {
            # A host that answers the prompts: yes, then no.
            $hostScript = @"
                Import-Module '$ModulePath'
                [void](Connect-MigrationDatabase '$($connection.TestConnectionString)')
                Invoke-Migration '$folder' -Confirm | ForEach-Object FileName
"@
            $output = "Y`nN`n" | pwsh -NoProfile -Command $hostScript 2>&1 | Out-String
            $output | Should -Match '0001_a\.sql'
            $output | Should -Match '0002_b\.sql was declined'
            Get-TestTable $connection | Should -Be 'a', 'migration_log'
        }
    }

    Context 'streams' {
        It 'sends notices to verbose and warnings to the warning stream' {
            Connect-TestDatabase | Out-Null
            $folder = New-TestFolder @{ '0001_a.sql' = "DO `$`$ BEGIN RAISE NOTICE 'just so you know'; RAISE WARNING 'be careful'; RAISE INFO 'for your information'; END `$`$;" }
            $result = Invoke-Migration $folder -Verbose -WarningVariable warnings 4>&1 3>$null
            $verbose = ($result | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -join "`n"
            $verbose | Should -Match '0001_a\.sql: NOTICE: just so you know'
            $verbose | Should -Match '0001_a\.sql: INFO: for your information'
            "$warnings" | Should -Match '0001_a\.sql: WARNING: be careful'
            "$warnings" | Should -Not -Match 'just so you know'
        }

        It 'stays quiet without -Verbose' {
            Connect-TestDatabase | Out-Null
            $folder = New-TestFolder @{ '0001_a.sql' = "DO `$`$ BEGIN RAISE NOTICE 'hush'; END `$`$;" }
            $all = Invoke-Migration $folder *>&1
            $all | Should -BeOfType ([PgMigrate.Engine.Running.MigrationResult])
        }

        It 'writes each result as its migration ends' {
            $connection = Connect-TestDatabase
            $seen = Invoke-Migration (New-TestFolder $three) | ForEach-Object { "$($_.FileName) $(@(Get-TestTable $connection).Count)" }
            $seen[0] | Should -Match '^0001_a\.sql'
            $seen[-1] | Should -Be '0003_c.sql 4'
        }

        It 'shows a table' {
            Connect-TestDatabase | Out-Null
            $text = Invoke-Migration (New-TestFolder $three) | Out-String -Width 120
            $text | Should -Match 'FileName\s+Status\s+Mode\s+Statements\s+Duration'
            $text | Should -Match '0002_b\.sql\s+Applied\s+Transactional\s+2/2\s+[\d.:]+ (ms|s|min)'
        }

        It 'shows progress' {
            $connection = Connect-TestDatabase
            $shell = [powershell]::Create()
            try {
                [void]$shell.AddScript("Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$(New-TestFolder $three)'").Invoke()
                $shell.Streams.Progress.StatusDescription | Should -Contain '0002_b.sql (2 of 3)'
                $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
            }
            finally {
                $shell.Dispose()
            }
        }
    }

    Context 'failures' {
        BeforeEach {
            $connection = Connect-TestDatabase
        }

        It 'writes the result of the failed migration, then ends; nothing after it is tried' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);'; '0002_b.sql' = "CREATE TABLE b (id int);`n  INSERT INTO nowhere VALUES (1);"; '0003_c.sql' = 'CREATE TABLE c (id int);' }
            $results = [Collections.Generic.List[object]]::new()
            $failure = Get-Failure { Invoke-Migration $folder | ForEach-Object { $results.Add($_) } }
            $results.Status | Should -Be 'Applied', 'Failed'
            Get-TestTable $connection | Should -Be 'a', 'migration_log'
            (Get-Migration $folder).State | Should -Be 'Applied', 'Failed', 'Pending'

            $failure.FullyQualifiedErrorId | Should -Be 'MigrationFailed,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
            $failure.TargetObject | Should -BeOfType ([PgMigrate.Engine.Migrations.Migration])
            $failure.Exception | Should -BeOfType ([PgMigrate.MigrationFailedException])
            $failure.Exception.Result.Failure.Position.ToString() | Should -Be '2:15'
            $failure.Exception.Message | Should -BeLike "*$folder/0002_b.sql:2:15: relation `"nowhere`" does not exist*"
            $failure.Exception.Message | Should -Match 'Statement: 2: INSERT INTO nowhere'
            $failure.Exception.Message | Should -Match 'SQLSTATE: 42P01'
            $failure.Exception.Message | Should -Match 'Remedy: .*rolled back'
        }

        It 'carries on with the next run once the file is mended' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABEL a (id int);' }
            (Get-Failure { Invoke-Migration $folder }).Exception.Message | Should -Match '0001_a\.sql:1:8: syntax error'
            [IO.File]::WriteAllText("$folder/0001_a.sql", 'CREATE TABLE a (id int);')
            (Invoke-Migration $folder).Status | Should -Be 'Applied'
            (Get-MigrationLog).Status | Should -Be 'Failed', 'Completed'
        }

        It 'tells detail and hint' {
            $folder = New-TestFolder @{ '0001_a.sql' = "DO `$`$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'the detail', HINT = 'the hint', ERRCODE = 'P0042'; END `$`$;" }
            $message = (Get-Failure { Invoke-Migration $folder }).Exception.Message
            $message | Should -Match 'SQLSTATE: P0042'
            $message | Should -Match 'Detail: the detail'
            $message | Should -Match 'Hint: the hint'
        }

        It 'resumes a migration that stopped part-way' {
            $folder = New-TestFolder @{ '0001_a.sql' = "-- @transaction: none`nCREATE TABLE a (id int);`nSELECT 1/(SELECT count(*) FROM missing_row);`nCREATE TABLE b (id int);" }
            Invoke-TestSql $connection.TestConnectionString 'CREATE TABLE missing_row (id int)' | Out-Null
            $failure = Get-Failure { Invoke-Migration $folder }
            $failure.Exception.Result.Status | Should -Be 'Partial'
            (Get-Migration $folder).State | Should -Be 'Partial'
            Invoke-TestSql $connection.TestConnectionString 'INSERT INTO missing_row VALUES (1)' | Out-Null
            $result = Invoke-Migration $folder
            $result.Status | Should -Be 'Applied'
            Get-TestTable $connection | Should -Be 'a', 'b', 'migration_log', 'missing_row'
        }

        It 'lists every problem of a plan, then refuses' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT :x;'; '0002_b.sql' = "SELECT 'open"; '0003_c.sql' = '\echo hi' }
            $failure = Get-Failure { Invoke-Migration $folder -ErrorAction SilentlyContinue -ErrorVariable global:listed }
            $failure.FullyQualifiedErrorId | Should -Be 'PlanRejected,PgMigrate.Commands.InvokeMigrationCommand'
            $ids = $global:listed.Where({ $_ -is [Management.Automation.ErrorRecord] }).FullyQualifiedErrorId -replace ',.*'
            Remove-Variable -Scope Global listed
            $ids | Should -Contain 'UnsetVariable'
            $ids | Should -Contain 'InvalidSql'
            Get-TestTable $connection | Should -BeNullOrEmpty
        }

        It 'throws a single problem as it is, with its place' {
            $folder = New-TestFolder @{ '0001_a.sql' = "CREATE TABLE a (id int);`nSELECT :nothing;" }
            $failure = Get-Failure { Invoke-Migration $folder }
            $failure.FullyQualifiedErrorId | Should -Be 'UnsetVariable,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.Exception.Problem.Position.Line | Should -Be 2
            $failure.ErrorDetails.RecommendedAction | Should -Match '-Variable'
            $failure.TargetObject | Should -BeOfType ([PgMigrate.Engine.Migrations.Migration])
        }

        It 'refuses a changed file' {
            $folder = New-TestFolder $three
            Invoke-Migration $folder | Out-Null
            [IO.File]::WriteAllText("$folder/0001_a.sql", 'CREATE TABLE other (id int);')
            $failure = Get-Failure { Invoke-Migration $folder }
            $failure.FullyQualifiedErrorId | Should -Be 'ChecksumChanged,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'new migration'
        }

        It 'names who holds the lock when it is not to be had' {
            $slow = New-TestFolder @{ '0001_slow.sql' = 'SELECT pg_sleep(3600);' }
            $shell = [powershell]::Create()
            [void]$shell.AddScript("Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$slow'")
            $running = $shell.BeginInvoke()
            try {
                Wait-Until { Invoke-TestSql $connection.TestConnectionString "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND pid <> pg_backend_pid() AND state = 'active'" } 'the slow migration runs'
                $failure = Get-Failure { Invoke-Migration (New-TestFolder $three) -LockTimeout 500ms -WarningVariable global:waiting -WarningAction SilentlyContinue }
                $failure.FullyQualifiedErrorId | Should -Be 'RunLocked,PgMigrate.Commands.InvokeMigrationCommand'
                $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
                $failure.Exception.Message | Should -Match 'user postgres'
                "$global:waiting" | Should -Match 'Waiting for another migration run'
            }
            finally {
                $shell.Stop()
                $shell.Dispose()
                Remove-Variable -Scope Global waiting -ErrorAction SilentlyContinue
            }
        }

        It 'ends a statement that takes too long' {
            # Long enough for the run's own statements on a machine that stands still for a while.
            $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT pg_sleep(3600);' }
            $failure = Get-Failure { Invoke-Migration $folder -StatementTimeout 5s }
            $failure.Exception.Result.Failure.Error.SqlState | Should -Be '57014'
        }

        It 'says which right is missing' {
            $script = "CREATE ROLE limited_$($connection.Database) LOGIN PASSWORD 'x'; REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
            Invoke-TestSql $connection.TestConnectionString $script | Out-Null
            $limited = $connection.TestConnectionString -replace 'Username=[^;]*', "Username=limited_$($connection.Database)" -replace 'Password=[^;]*', 'Password=x'
            $failure = Get-Failure { Invoke-Migration (New-TestFolder $three) -Connection (Connect-MigrationDatabase $limited) }
            $failure.FullyQualifiedErrorId | Should -Be 'DatabaseError,PgMigrate.Commands.InvokeMigrationCommand'
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        }
    }

    Context 'options' {
        BeforeEach {
            $connection = Connect-TestDatabase
        }

        It 'takes times as seconds, as text and as TimeSpan' {
            $folder = New-TestFolder @{ '0001_a.sql' = "CREATE TABLE t (v text); INSERT INTO t VALUES (current_setting('statement_timeout')), (current_setting('lock_timeout'));" }
            foreach ($case in @(@(90, '90s'), @('2min', '120s'), @([TimeSpan]::FromSeconds(305), '305s'), @('00:05:07', '307s'), @('90250ms', '90250ms'))) {
                $connection = Connect-TestDatabase
                Invoke-Migration $folder -StatementTimeout $case[0] -LockTimeout $case[0] | Out-Null
                $expected = [string](Invoke-TestSql $connection.TestConnectionString "SELECT set_config('statement_timeout', '$($case[1])', false)")
                Invoke-TestSql $connection.TestConnectionString 'SELECT v FROM t' | Should -Be $expected, $expected
            }
        }

        It 'refuses what is no time' {
            foreach ($bad in 'soon', '5 parsecs', -1, $true) {
                (Get-Failure { Invoke-Migration . -LockTimeout $bad }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
            }
        }

        It 'sets the search path' {
            Invoke-TestSql $connection.TestConnectionString 'CREATE SCHEMA shop' | Out-Null
            Invoke-Migration (New-TestFolder $three) -SearchPath 'shop, public' | Out-Null
            Invoke-TestSql $connection.TestConnectionString "SELECT to_regclass('shop.a')::text" | Should -Be 'shop.a'
        }

        It 'fills variables' {
            $folder = New-TestFolder @{ '0001_a.sql' = "CREATE TABLE :`"name`" (v text); INSERT INTO `${name} VALUES (:'text'), (:number);" }
            Invoke-Migration $folder -Variable @{ name = 'things'; text = "it's"; number = 42 } | Out-Null
            Invoke-TestSql $connection.TestConnectionString 'SELECT v FROM things' | Should -Be "it's", '42'
        }

        It 'refuses a transaction mode that cannot be' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);'; '0002_b.sql' = 'CREATE INDEX CONCURRENTLY a_id ON a (id);' }
            (Get-Failure { Invoke-Migration $folder -TransactionMode Transactional }).FullyQualifiedErrorId | Should -Be 'NotTransactional,PgMigrate.Commands.InvokeMigrationCommand'
            (Invoke-Migration $folder).TransactionMode | Should -Be 'Transactional', 'None'
        }

        It 'writes the SQL it would run to a script and runs nothing' {
            $folder = New-TestFolder @{ '0001_a.sql' = "CREATE TABLE `${t} (id int);"; '0002_b.sql' = 'CREATE INDEX CONCURRENTLY a_id ON a (id);'; '0003_c.sql' = "COPY a FROM STDIN;`n1`n2`n\.`n" }
            $file = Join-Path (New-TestFolder) 'run.sql'
            Invoke-Migration $folder -Variable @{ t = 'a' } -Script $file | Should -BeNullOrEmpty
            Get-TestTable $connection | Should -BeNullOrEmpty
            $script = [IO.File]::ReadAllText($file)
            $script | Should -Match "-- 0001_a\.sql\nBEGIN;\nCREATE TABLE a \(id int\);\nCOMMIT;\n"
            $script | Should -Match "-- 0002_b\.sql\nCREATE INDEX CONCURRENTLY a_id ON a \(id\);\n\n"
            $script | Should -Match "COPY a FROM STDIN;\n1\n2\n\\\.\nCOMMIT;"
        }

        It 'says when a script cannot be written' {
            (Get-Failure { Invoke-Migration (New-TestFolder $three) -Script "$(New-TestFolder)/no/such/folder/x.sql" }).FullyQualifiedErrorId | Should -BeLike 'CannotWriteFile,*'
        }

        It 'hides secrets of statements in errors and history' {
            $folder = New-TestFolder @{ '0001_a.sql' = "CREATE ROLE no_such_parent_$($connection.Database) PASSWORD 'hunter2' IN ROLE nobody_at_all;" }
            $all = & { try { Invoke-Migration $folder -Verbose } catch { $_; $_ | Get-Error; $_.Exception.Result } ; Get-MigrationLog | Format-List * } *>&1 | Out-String -Width 4096
            $all | Should -Match 'nobody_at_all'
            $all | Should -Not -Match 'hunter2'
        }
    }
}
