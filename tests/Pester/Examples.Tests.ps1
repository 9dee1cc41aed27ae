BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'The examples' {
    It '03-bring-your-own runs each of its situations' {
        $shell = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        $shell.RedirectStandardOutput = $true
        $shell.RedirectStandardError = $true
        '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot '../../examples/03-bring-your-own.ps1') | ForEach-Object { $shell.ArgumentList.Add($_) }
        $shell.Environment['NO_COLOR'] = '1'
        $process = [Diagnostics.Process]::Start($shell)
        try {
            $output = $process.StandardOutput.ReadToEndAsync()
            $errors = $process.StandardError.ReadToEndAsync()
            if (-not $process.WaitForExit(300000)) {
                $process.Kill($true)
                throw 'The example did not end in five minutes.'
            }
            $text = $output.GetAwaiter().GetResult()
            $process.ExitCode | Should -Be 0 -Because ($errors.GetAwaiter().GetResult() + $text)
        }
        finally {
            $process.Dispose()
        }
        foreach ($line in '# Step-WithTheirHistory', '# Move-ForGood', 'a second time marks 0', '# Watch-Both', 'told: 1 migration differs', '# Convert-Files', 'a second time converts 0', '# Add-Generated', '"0001_add_i.sql"') {
            $text | Should -Match ([regex]::Escape($line))
        }
        ([regex]::Matches($text, '(?m) Applied ')).Count | Should -BeGreaterOrEqual 5
    }
}
