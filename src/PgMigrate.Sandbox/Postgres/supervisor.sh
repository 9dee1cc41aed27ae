# Runs one sandbox's server and outlives its owner by just long enough to clear up after it.
#
# Standard input is a pipe whose other end only the owner holds: each line is an order, end of file
# means that the owner is gone, however it died. Each order is answered by one line, "ok ..." or
# "failed CODE". One order at a time: what happens when the owner dies in the middle of a start is
# that the start ends, then the end of file is read. Runs as the server's user, never as root, so
# that nothing here can remove what that user could not remove itself.
#
# Arguments: the sandbox's folder (to be made), the folder of the server's programs, the owner's pid;
# a fourth one, "clear", only stops and removes a sandbox whose own supervisor is gone.

folder=$1
bin=$2
owner=$3
data=$folder/data
log=$folder/supervisor.log

# A Ctrl+C in the terminal, a closed terminal and a dead reader of our answers must not end us.
trap '' HUP INT QUIT TERM PIPE
umask 077
cd / || exit 1

# When a process started: tells it from a later one with the same pid. Fails when it is gone or a zombie.
start_of() {
    if [ -r /proc/self/stat ]; then
        stat=
        { read -r stat <"/proc/$1/stat"; } 2>/dev/null
        [ -n "$stat" ] || return 1
        # The name in parentheses may hold anything, so fields are counted from the last parenthesis.
        set -- ${stat##*) }
        [ "$1" != Z ] || return 1
        shift 19
        echo "$1"
    else
        ps -o lstart= -p "$1"
    fi
}

# A pid means something only on this boot and in this pid namespace.
boot() {
    cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo any
}
namespace() {
    readlink /proc/self/ns/pid 2>/dev/null || echo any
}

# The server's processes: they stand in the cluster's folder. Without /proc: the postmaster and its children.
processes() {
    if [ -d /proc/self ]; then
        for entry in /proc/[0-9]*; do
            [ "$entry/cwd" -ef "$1" ] && echo "${entry#/proc/}"
        done
    elif [ -f "$1/postmaster.pid" ]; then
        read -r postmaster <"$1/postmaster.pid"
        ps -A -o pid=,ppid= | while read -r pid parent; do
            [ "$pid" = "$postmaster" ] || [ "$parent" = "$postmaster" ] && echo "$pid"
        done
    fi
}

# Kills a cluster's server as a power cut would, and takes away what such a server leaves behind:
# its lock files, and the System V segment whose id is the second word of postmaster.pid's line 7.
kill_server() {
    segment=
    if [ -f "$1/postmaster.pid" ]; then
        segment=$(sed -n '7s/^ *[0-9]* *//p' "$1/postmaster.pid")
    fi
    attempt=0
    while
        victims=$(processes "$1")
        [ -n "$victims" ]
    do
        kill -9 $victims 2>/dev/null
        attempt=$((attempt + 1))
        [ $attempt -lt 60 ] || return 1
        [ $attempt -lt 30 ] || sleep 1
    done
    case $segment in
    '' | *[!0-9]*) ;;
    *) ipcrm -m "$segment" 2>/dev/null ;;
    esac
    rm -f "$1/postmaster.pid" "${1%/data}"/socket/.s.PGSQL.*
    return 0
}

# stop_server CLUSTER MODE SECONDS
stop_server() {
    [ -f "$1/postmaster.pid" ] || return 0
    "$bin/pg_ctl" stop -D "$1" -m "$2" -w -t "$3" -s </dev/null || kill_server "$1"
}

remove() {
    attempt=0
    until rm -rf "$1" && [ ! -e "$1" ]; do
        attempt=$((attempt + 1))
        [ $attempt -lt 10 ] || return 1
        sleep 1
    done
}

# Sandboxes of this user whose owner and supervisor were both killed.
clear_stale() {
    for stale in "${folder%/*}"/pgmigrate-*; do
        [ -d "$stale" ] && [ ! -L "$stale" ] && [ -O "$stale" ] && [ -f "$stale/owner" ] || continue
        {
            read -r its_boot
            read -r its_namespace
            read -r its_owner its_owner_start
            read -r its_supervisor its_supervisor_start
        } <"$stale/owner" || continue
        if [ "$its_boot" = "$(boot)" ]; then
            [ "$its_namespace" = "$(namespace)" ] || continue
            [ "$(start_of "$its_owner")" != "$its_owner_start" ] || continue
            [ "$(start_of "$its_supervisor")" != "$its_supervisor_start" ] || continue
            stop_server "$stale/data" immediate 10 >/dev/null 2>&1
        fi
        rm -rf "$stale"
    done
}

answer() {
    if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "failed $1"; fi
}

if [ ! -x "$bin/postgres" ] || [ ! -x "$bin/initdb" ] || [ ! -x "$bin/pg_ctl" ]; then
    answer 126
    exit 1
fi
if [ "$4" = clear ]; then
    stop_server "$data" immediate 10 >/dev/null 2>&1
    remove "$folder"
    exit
fi
clear_stale
if ! mkdir "$folder"; then
    answer 1
    exit 1
fi
exec 2>>"$log"
{
    boot
    namespace
    echo "$owner $(start_of "$owner")"
    echo "$$ $(start_of $$)"
} >"$folder/owner.new"
mv "$folder/owner.new" "$folder/owner"
mkdir "$folder/socket"
answer $? $$

while IFS= read -r order; do
    rest=${order#* }
    case $order in
    initdb)
        IFS= read -r password || break
        # printf is built in: the password is on no command line.
        printf '%s\n' "$password" >"$folder/password"
        password=
        "$bin/initdb" -D "$data" -U postgres --pwfile="$folder/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C --no-sync </dev/null >>"$log" 2>&1
        code=$?
        rm -f "$folder/password"
        answer $code
        ;;
    set\ *)
        printf '%s\n' "$rest" >>"$data/postgresql.conf"
        answer $?
        ;;
    start\ *)
        "$bin/pg_ctl" start -D "$data" -l "$folder/server.log" -o "-p ${rest%% *}" -w -t "${rest#* }" -s \
            </dev/null >>"$log" 2>&1
        code=$?
        pid=
        if [ $code -eq 0 ]; then
            read -r pid <"$data/postmaster.pid"
        else
            stop_server "$data" immediate 10 >>"$log" 2>&1
        fi
        answer $code "$pid"
        ;;
    stop\ *)
        stop_server "$data" "${rest%% *}" "${rest#* }" >>"$log" 2>&1
        answer $?
        ;;
    kill)
        kill_server "$data"
        answer $?
        ;;
    *)
        answer 2
        ;;
    esac
done

stop_server "$data" immediate 10 >>"$log" 2>&1
remove "$folder"
