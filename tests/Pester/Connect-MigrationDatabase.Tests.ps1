BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $secret = ([regex]'Password=([^;]+)').Match((Get-TestServer).GetSandboxConnectionString()).Groups[1].Value
    $port = [int]([regex]'Port=(\d+)').Match((Get-TestServer).GetSandboxConnectionString()).Groups[1].Value
    $credential = [pscredential]::new('postgres', (ConvertTo-SecureString $secret -AsPlainText -Force))
}

Describe 'Connect-MigrationDatabase' {
    It 'takes .NET keywords' {
        $connection = Connect-MigrationDatabase -ConnectionString "Host=127.0.0.1;Port=$port;Username=postgres;Password=$secret;Database=postgres"
        $connection | Should -BeOfType ([PgMigrate.MigrationConnection])
        $connection.Database | Should -Be 'postgres'
        $connection.UserName | Should -Be 'postgres'
        $connection.Target | Should -Be 'PostgreSql'
        $connection.ServerVersion | Should -Match '^\d+(\.\d+)?$'
        $connection.IsSandbox | Should -BeFalse
    }

    It 'takes a URI' {
        (Connect-MigrationDatabase "postgresql://postgres:$secret@127.0.0.1:$port/postgres?sslmode=disable").Database | Should -Be 'postgres'
    }

    It 'takes libpq keywords' {
        (Connect-MigrationDatabase "host=127.0.0.1 port=$port user=postgres password=$secret dbname=postgres").Database | Should -Be 'postgres'
    }

    It 'takes single values with a credential' {
        (Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -Credential $credential -SslMode Prefer).UserName | Should -Be 'postgres'
    }

    It 'takes a connection string without a password beside a credential' {
        (Connect-MigrationDatabase "postgres://127.0.0.1:$port/postgres" -Credential $credential).UserName | Should -Be 'postgres'
    }

    It 'takes PGHOST and its kin when nothing is given' {
        $env:PGHOST = '127.0.0.1'; $env:PGPORT = $port; $env:PGUSER = 'postgres'; $env:PGPASSWORD = $secret; $env:PGDATABASE = 'postgres'
        try {
            (Connect-MigrationDatabase).Database | Should -Be 'postgres'
        }
        finally {
            Remove-Item Env:PGHOST, Env:PGPORT, Env:PGUSER, Env:PGPASSWORD, Env:PGDATABASE
        }
    }

    It 'takes the password of a PGPASSFILE' {
        $file = Join-Path (New-TestFolder) 'pgpass'
        [IO.File]::WriteAllText($file, "127.0.0.1:${port}:*:postgres:$secret`n")
        if (-not $IsWindows) { chmod 600 $file }
        $env:PGPASSFILE = $file
        try {
            (Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -UserName postgres).UserName | Should -Be 'postgres'
        }
        finally {
            Remove-Item Env:PGPASSFILE
        }
    }

    It 'makes the newest connection the default and hands it back on disconnect' {
        $first = Connect-TestDatabase
        $second = Connect-TestDatabase
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);' }
        (Invoke-Migration $folder).Status | Should -Be 'Applied'
        Get-TestTable $second | Should -Contain 'a'
        Get-TestTable $first | Should -Not -Contain 'a'
        Disconnect-MigrationDatabase $second
        (Get-Migration $folder).State | Should -Be 'Pending'
    }

    It 'says what is wrong with a password, without telling it' {
        $wrong = "postgres://postgres:hunter2-wrong@127.0.0.1:$port/postgres"
        $failure = Get-Failure { Connect-MigrationDatabase $wrong }
        $failure.FullyQualifiedErrorId | Should -Be 'ConnectionFailed,PgMigrate.Commands.ConnectMigrationDatabaseCommand'
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failure.Exception | Should -BeOfType ([PgMigrate.Engine.Running.SqlFailureException])
        $failure.Exception.Failure.SqlState | Should -Be '28P01'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'password'
        ($failure | Format-List * -Force | Out-String) | Should -Not -Match 'hunter2'
        ($failure | Get-Error | Out-String) | Should -Not -Match 'hunter2'
    }

    It 'says that a server is not there' {
        $failure = Get-Failure { Connect-MigrationDatabase -HostName 127.0.0.1 -Port 1 -Database x -UserName y -ConnectTimeout 300 }
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure.TargetObject | Should -Be 'y@127.0.0.1:1/x'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says that a database does not exist' {
        $failure = Get-Failure { Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database no_such -Credential $credential }
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.Exception.Message | Should -Match 'no_such'
    }

    It 'refuses a connection string that it cannot read, and does not repeat it' {
        foreach ($bad in 'postgres://u:hunter2@host:notaport/db', 'Host=x;Password=hunter2;Nonsense=1', 'host=x password=hunter2 nonsense=1') {
            $failure = Get-Failure { Connect-MigrationDatabase $bad }
            $failure.FullyQualifiedErrorId | Should -Be 'InvalidConnectionString,PgMigrate.Commands.ConnectMigrationDatabaseCommand'
            "$failure" | Should -Not -Match 'hunter2'
        }
    }

    It 'verifies certificates when asked to' {
        $failure = Get-Failure { Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -Credential $credential -SslMode VerifyFull }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
    }

    It 'takes the TLS mode of PGSSLMODE, and that of a parameter before it' {
        $env:PGSSLMODE = 'verify-full'
        try {
            (Get-Failure { Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -Credential $credential }).FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
            (Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -Credential $credential -SslMode Disable).IsOpen | Should -BeTrue
            $env:PGSSLMODE = 'sometimes'
            (Get-Failure { Connect-MigrationDatabase -HostName 127.0.0.1 -Port $port -Database postgres -Credential $credential }).FullyQualifiedErrorId | Should -BeLike 'InvalidConnectionString,*'
        }
        finally {
            Remove-Item Env:PGSSLMODE
        }
    }

    It 'starts a sandbox with a database of its own, and stops it on disconnect' {
        $connection = Connect-MigrationDatabase -Sandbox PostgreSql -Database 'my shop'
        try {
            $connection.IsSandbox | Should -BeTrue
            $connection.Database | Should -Be 'my shop'
            Invoke-TestSql $connection.GetSandboxConnectionString() 'SELECT current_database()' | Should -Be 'my shop'
        }
        finally {
            Disconnect-MigrationDatabase $connection
        }
        $connection.IsOpen | Should -BeFalse
        { Invoke-TestSql $connection.GetSandboxConnectionString() 'SELECT 1' } | Should -Throw
        (Get-Failure { Get-MigrationLog -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'ConnectionClosed,*'
    }

    It 'starts a stand-in for <_> and runs migrations on it' -ForEach 'RdsDataApi', 'AuroraDsql' {
        $connection = Connect-MigrationDatabase -Sandbox $_
        try {
            $connection.Target | Should -Be $_
            $connection.IsSandbox | Should -BeTrue
            $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY);'; '0002_b.sql' = 'INSERT INTO a (id) VALUES (1), (2);' }
            $tests = Get-Migration $folder -Status Pending | Test-MigrationSql
            $tests.Target | Should -Be $_, $_
            ($tests | Invoke-Migration).Status | Should -Be 'Applied', 'Applied'
            Invoke-Migration $folder | Should -BeNullOrEmpty
            (Get-MigrationLog).FileName | Should -Be '0001_a.sql', '0002_b.sql'
            Invoke-TestSql $connection.GetSandboxConnectionString() 'SELECT count(*)::int FROM a' | Should -Be 2
            $other = New-TestFolder @{ '0001_a.sql' = 'SELECT 1'; '0002_b.sql' = 'SELECT 2'; '0003_c.sql' = 'SELECT 3' }
            (Set-MigrationBaseline $other -HistoryTable other_log).Status | Should -Be 'Baseline', 'Baseline', 'Baseline'
        }
        finally {
            Disconnect-MigrationDatabase $connection
        }
    }

    It 'never shows a password in any stream, format or serialization' {
        $all = & {
            $connection = Connect-MigrationDatabase "postgres://postgres:$secret@127.0.0.1:$port/postgres" -Verbose -Debug
            $connection | Format-List * -Force | Out-String
            $connection | Format-Table | Out-String
            $connection | Format-Custom -Depth 6 | Out-String
            $connection | Get-Member -Force | Out-String
            $connection | ConvertTo-Json -Depth 10
            $connection | ConvertTo-Csv
            [Management.Automation.PSSerializer]::Serialize($connection, 10)
            $file = Join-Path (New-TestFolder) 'connection.xml'
            $connection | Export-Clixml -Depth 10 $file
            [IO.File]::ReadAllText($file)
            "$connection"
            $sandbox = Get-TestServer
            $sandbox | Format-List * -Force | Out-String
            $sandbox | ConvertTo-Json -Depth 10
            [Management.Automation.PSSerializer]::Serialize($sandbox, 10)
        } *>&1 | Out-String -Width 4096
        $all | Should -Match '127\.0\.0\.1'
        $all.Contains($secret) | Should -BeFalse
    }
}

Describe 'Disconnect-MigrationDatabase' {
    It 'complains when there is nothing to disconnect' {
        $errors = pwsh -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'; Disconnect-MigrationDatabase -ErrorVariable e -ErrorAction SilentlyContinue; `$e.FullyQualifiedErrorId"
        $errors | Should -Be 'NotConnected,PgMigrate.Commands.DisconnectMigrationDatabaseCommand'
    }

    It 'takes connections by pipeline' {
        $connections = (Connect-TestDatabase), (Connect-TestDatabase)
        $connections | Disconnect-MigrationDatabase
        $connections.IsOpen | Should -Be $false, $false
    }
}
