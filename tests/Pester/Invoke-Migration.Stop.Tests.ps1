BeforeAll {
    . "$PSScriptRoot/common.ps1"

    # Twenty migrations, of which all but the first two wait at the gate.
    function New-ManyFolder {
        $files = @{}
        1..20 | ForEach-Object { $files['{0:d4}_t{0}.sql' -f $_] = "CREATE TABLE t$_ (id int);" }
        3..20 | ForEach-Object { $files['{0:d4}_t{0}.sql' -f $_] += ' SELECT pg_advisory_xact_lock(4711);' }
        New-TestFolder $files
    }

    # Holds them up until it is disposed of, so that how far a run comes before it is stopped is no matter of speed.
    function New-Gate {
        param($Connection)
        $driver = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Npgsql' }, 'First')[0]
        $gate = [Activator]::CreateInstance($driver.GetType('Npgsql.NpgsqlConnection'), "$($Connection.TestConnectionString);Pooling=false")
        $gate.Open()
        $command = $gate.CreateCommand()
        $command.CommandText = 'SELECT pg_advisory_lock(4711)'
        [void]$command.ExecuteNonQuery()
        $gate
    }

    $slow = @{ '0001_first.sql' = 'CREATE TABLE first (id int);'; '0002_slow.sql' = 'CREATE TABLE half (id int); SELECT pg_sleep(3600);' }

    function Test-Sleeping {
        param($Connection)
        [bool](Invoke-TestSql $Connection.TestConnectionString "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(3600)%' AND pid <> pg_backend_pid() AND state = 'active'")
    }

    function Get-OtherSession {
        param($Connection)
        @(Invoke-TestSql $Connection.TestConnectionString 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()').Count
    }

    # What is there stays so: nothing runs on in the background.
    function Assert-Still {
        param($Connection)
        $before = Get-TestTable $Connection
        Start-Sleep -Milliseconds 400
        Get-TestTable $Connection | Should -Be $before
        Assert-NoSession $Connection
    }

    # The server takes a moment to end the process of a connection that was closed.
    function Assert-NoSession {
        param($Connection)
        Wait-Until { (Get-OtherSession $Connection) -eq 0 } 'the sessions end'
    }
}

Describe 'stopping Invoke-Migration' {
    It 'runs nothing on after Select-Object -First 1' {
        $connection = Connect-TestDatabase
        $folder = New-ManyFolder
        $gate = New-Gate $connection
        try {
            (Invoke-Migration $folder | Select-Object -First 1).FileName | Should -Be '0001_t1.sql'
        }
        finally {
            $gate.Dispose()
        }
        Assert-Still $connection
        $applied = @(Get-Migration $folder -Status Applied).Count
        $applied | Should -BeLessOrEqual 2
        @(Get-TestTable $connection).Count | Should -Be ($applied + 1)
        Invoke-Migration $folder | Out-Null
        @(Get-Migration $folder -Status Applied).Count | Should -Be 20
    }

    It 'runs nothing on after a command downstream throws' {
        $connection = Connect-TestDatabase
        $gate = New-Gate $connection
        try {
            (Get-Failure { Invoke-Migration (New-ManyFolder) | ForEach-Object { throw 'downstream' } }).Exception.Message | Should -Be 'downstream'
        }
        finally {
            $gate.Dispose()
        }
        Assert-Still $connection
        @(Get-TestTable $connection).Count | Should -BeLessOrEqual 3
    }

    It 'runs nothing on after a break downstream' {
        $connection = Connect-TestDatabase
        $gate = New-Gate $connection
        try {
            foreach ($once in 1) {
                Invoke-Migration (New-ManyFolder) | ForEach-Object { break }
            }
        }
        finally {
            $gate.Dispose()
        }
        Assert-Still $connection
        @(Get-TestTable $connection).Count | Should -BeLessOrEqual 3
    }

    It 'rolls the migration under way back when the pipeline is stopped' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $slow
        $shell = [powershell]::Create()
        try {
            [void]$shell.AddScript("Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$folder'")
            $running = $shell.BeginInvoke()
            Wait-Until { Test-Sleeping $connection } 'the slow migration runs'
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
        Get-TestTable $connection | Should -Be 'first', 'migration_log'
        Assert-Still $connection
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
    }

    It 'rolls the migration under way back on Ctrl+C, says so, and leaves no lock' -Skip:$IsWindows {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $slow
        $script = Join-Path (New-TestFolder) 'run.ps1'
        [IO.File]::WriteAllText($script, "Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$folder' -Verbose; 'ran on'")
        $start = [Diagnostics.ProcessStartInfo]::new('env')

        # A background job's children may have been told to ignore SIGINT, and pass that on.
        if ($IsLinux) { $start.ArgumentList.Add('--default-signal=INT') }
        (Get-Process -Id $PID).Path, '-NoProfile', '-NonInteractive', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $child = [Diagnostics.Process]::Start($start)
        try {
            $output = $child.StandardOutput.ReadToEndAsync()
            $errors = $child.StandardError.ReadToEndAsync()
            Wait-Until { (Test-Sleeping $connection) -or $child.HasExited } 'the slow migration runs'
            $child.HasExited | Should -BeFalse
            kill -INT $child.Id
            $child.WaitForExit(300000) | Should -BeTrue
            $text = $output.Result + $errors.Result
        }
        finally {
            if (-not $child.HasExited) { $child.Kill() }
            $child.Dispose()
        }
        $text | Should -Match '0002_slow\.sql was cancelled; nothing of it was kept'
        $text | Should -Not -Match 'ran on'
        Get-TestTable $connection | Should -Be 'first', 'migration_log'
        Assert-NoSession $connection
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
        [IO.File]::WriteAllText("$folder/0002_slow.sql", 'CREATE TABLE half (id int);')
        (Invoke-Migration $folder -LockTimeout 1min).Status | Should -Be 'Applied'
    }

    It 'rolls the migration under way back when its runspace is closed' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $slow
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            [void]$shell.AddScript("Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$folder'")
            [void]$shell.BeginInvoke()
            Wait-Until { Test-Sleeping $connection } 'the slow migration runs'
            $runspace.Close()
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
        Get-TestTable $connection | Should -Be 'first', 'migration_log'
        Assert-NoSession $connection
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
        [IO.File]::WriteAllText("$folder/0002_slow.sql", 'CREATE TABLE half (id int);')
        (Invoke-Migration $folder -LockTimeout 1min).Status | Should -Be 'Applied'
    }

    It 'rolls the migration under way back and leaves no session when pwsh is told to end' -Skip:$IsWindows {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $slow
        $script = Join-Path (New-TestFolder) 'run.ps1'
        [IO.File]::WriteAllText($script, "Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$folder'")
        $child = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput "$script.out" -RedirectStandardError "$script.err"
        try {
            Wait-Until { (Test-Sleeping $connection) -or $child.HasExited } 'the slow migration runs'
            $child.HasExited | Should -BeFalse
            kill -TERM $child.Id
            $child.WaitForExit(300000) | Should -BeTrue
        }
        finally {
            if (-not $child.HasExited) { $child.Kill() }
        }

        # No administrator's help: the statement itself was cancelled, long before its hour was over.
        Assert-NoSession $connection
        Get-TestTable $connection | Should -Be 'first', 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
        [IO.File]::ReadAllText("$script.out") + [IO.File]::ReadAllText("$script.err") | Should -Match '0002_slow\.sql was cancelled; nothing of it was kept'
    }

    It 'leaves no half-applied migration when its process is killed' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $slow
        $script = Join-Path (New-TestFolder) 'run.ps1'
        [IO.File]::WriteAllText($script, "Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($connection.TestConnectionString)'); Invoke-Migration '$folder'")
        $child = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput "$script.out"
        Wait-Until { Test-Sleeping $connection } 'the slow migration runs'
        $child.Kill()
        $child.WaitForExit(300000) | Should -BeTrue

        # A server asleep in a statement notices late that nobody waits; this is what an administrator would do.
        Invoke-TestSql $connection.TestConnectionString 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()' | Out-Null
        Wait-Until { (Get-OtherSession $connection) -eq 0 } 'the sessions end'
        Get-TestTable $connection | Should -Be 'first', 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
    }
}
