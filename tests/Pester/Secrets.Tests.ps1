BeforeAll {
    . "$PSScriptRoot/common.ps1"

    $canary = 'Canary4711Pass'
    $awsCanary = 'Canary4711AwsSecretKey0000000000000000000'

    # Everything that a thing can be turned into.
    function Get-Dump {
        param($Thing)
        foreach ($item in @($Thing)) {
            $item | Format-List * -Force | Out-String -Width 4096
            $item | Format-Table * -Force | Out-String -Width 4096
            $item | Format-Custom -Depth 4 | Out-String -Width 4096
            $item | ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue
            [Management.Automation.PSSerializer]::Serialize($item, 6)
            $file = Join-Path (New-TestFolder) 'dump.xml'
            $item | Export-Clixml -Depth 6 $file
            [IO.File]::ReadAllText($file)
            "$item"
        }
    }
}

Describe 'secrets' {
    BeforeAll {
        $connection = Connect-TestDatabase
        Invoke-TestSql $connection.TestConnectionString "DROP ROLE IF EXISTS canary_user" | Out-Null
        Invoke-TestSql $connection.TestConnectionString "CREATE ROLE canary_user LOGIN SUPERUSER PASSWORD '$canary'" | Out-Null
        $connectionString = ($connection.TestConnectionString -replace 'Username=[^;]*', 'Username=canary_user') -replace 'Password=[^;]*', "Password=$canary"
    }

    It 'are in no output, stream, transcript, history row or dump of a whole session' {
        $folder = New-TestFolder @{
            '0001_role.sql' = "CREATE ROLE canary_role_$([guid]::NewGuid().ToString('n').Substring(0, 8)) PASSWORD '$canary';"
            '0002_bad.sql'  = "CREATE ROLE nobody_canary PASSWORD '$canary' IN ROLE no_such_role_at_all;"
        }
        $transcript = Join-Path (New-TestFolder) 'transcript.txt'
        $env:AWS_SECRET_ACCESS_KEY = $awsCanary
        $env:AWS_ACCESS_KEY_ID = 'AKIACANARY'
        Start-Transcript $transcript | Out-Null
        try {
            $all = & {
                $open = Connect-MigrationDatabase $connectionString -Verbose -Debug
                Get-Dump $open
                $migrations = Get-Migration $folder -Connection $open -Verbose -Debug
                $migrations | ForEach-Object { "$_"; $_ | Format-List Version, Name, State, Path | Out-String }
                $error.Clear()
                try {
                    Invoke-Migration $folder -Connection $open -Verbose -Debug | ForEach-Object { $_ | Format-List FileName, Status, Failure | Out-String; "$_"; Get-Dump $_.Failure }
                }
                catch {
                    $_ | Format-List * -Force | Out-String
                    $_ | Get-Error | Out-String
                    Get-Dump $_.Exception.Result.Failure
                    "$($_.Exception)"
                }
                Get-Dump (Get-MigrationLog -Connection $open -Verbose -Debug)
                Get-Dump (Unlock-Migration -Connection $open -Confirm:$false -Verbose -Debug)
                Invoke-TestSql $connection.TestConnectionString 'SELECT m::text FROM migration_log m'
                try { Connect-MigrationDatabase ($connectionString -replace 'Database=[^;]*', 'Database=no_such_database') -Verbose -Debug } catch { $_ | Get-Error | Out-String; $_ | Format-List * -Force | Out-String; "$($_.Exception)" }
                try { Connect-MigrationDatabase ($connectionString + 'wrong') -Verbose -Debug } catch { $_ | Get-Error | Out-String; $_ | Format-List * -Force | Out-String; "$($_.Exception)" }
                try { Connect-MigrationDatabase -ResourceArn 'arn:aws:rds:eu-west-1:123456789012:cluster:none' -SecretArn 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:none' -Database x -ServiceUrl 'http://127.0.0.1:9' -Verbose -Debug } catch { $_ | Get-Error | Out-String; "$($_.Exception)" }
                $open | Disconnect-MigrationDatabase -Verbose -Debug
            } *>&1 | Out-String -Width 8192
        }
        finally {
            Stop-Transcript | Out-Null
            Remove-Item Env:AWS_SECRET_ACCESS_KEY, Env:AWS_ACCESS_KEY_ID -ErrorAction SilentlyContinue
        }
        $all | Should -Match 'no_such_role_at_all'
        $all | Should -Match 'no_such_database'
        foreach ($text in $all, [IO.File]::ReadAllText($transcript)) {
            foreach ($secret in $canary, $awsCanary) {
                $at = $text.IndexOf($secret)
                $(if ($at -ge 0) { $text.Substring([Math]::Max(0, $at - 200), [Math]::Min(300, $text.Length - [Math]::Max(0, $at - 200))) }) | Should -BeNullOrEmpty
            }
        }
    }

    It 'are in no dump of any object that a command gives' {
        $open = Connect-MigrationDatabase $connectionString
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE dumped_a (id int);'; '0002_b.sql' = 'CREATE TABLE dumped_b (id int);' }
        $objects = [ordered]@{
            Connection = $open
            Migration  = Get-Migration $folder -Connection $open
            Test       = Test-MigrationSql $folder
            WhatIf     = Invoke-Migration $folder -Connection $open -HistoryTable dumped_log -WhatIf
            Result     = Invoke-Migration $folder -Connection $open -HistoryTable dumped_log -ToVersion 0001
            Baseline   = Set-MigrationBaseline $folder -Connection $open -HistoryTable dumped_log
            Log        = Get-MigrationLog -Connection $open -HistoryTable dumped_log
            New        = New-Migration -Path $folder -Name more
        }
        foreach ($name in $objects.Keys) {
            @($objects[$name]).Count | Should -BeGreaterThan 0 -Because $name
            $text = Get-Dump $objects[$name] *>&1 | Out-String -Width 8192
            $text.Length | Should -BeGreaterThan 100 -Because $name
            $text.Contains($canary) | Should -BeFalse -Because $name
        }
        $open | Disconnect-MigrationDatabase
    }

    It 'are in no command line of a process that a sandbox starts' -Skip:$IsWindows {
        $password = [regex]::Match((Get-TestServer).GetSandboxConnectionString(), 'Password=([^;]+)').Groups[1].Value
        $password.Length | Should -BeGreaterOrEqual 16
        $lines = Get-Process | ForEach-Object { $_.CommandLine } | Where-Object { $_ }
        $lines.Count | Should -BeGreaterThan 0
        @($lines | Where-Object { $_.Contains($password) }) | Should -BeNullOrEmpty
    }
}
