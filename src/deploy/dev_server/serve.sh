# The development server of a container: starts it, ends it, says how it stands. For zcp, in any POSIX shell.
# Arguments: action, port, seconds, path of the health check, folder, line, a line where none is known, where it keeps what
# it knows. Answers lines of `word rest`, then the end of the log behind a line `log`.
action=$1 port=$2 most=$3 path=$4 folder=$5 line=$6 usual=$7 kept=$8
mask=$(umask)
umask 077
base=$kept/$port

# When a process began, in ticks since the boot: a number that is used again has another beginning.
began() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    set -- ${stat##*) }
    [ "$1" != Z ] || return 1
    shift 19
    echo "$1"
}
session() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    set -- ${stat##*) }
    echo "$4"
}
# Reads what was noted of the server; true while it runs.
runs() {
    pid= start=
    read -r pid start 2>/dev/null <"$base.pid" || return 1
    [ -n "$start" ] && [ "$(began "$pid")" = "$start" ]
}
# All that listens: port, address in hexadecimal digits, process (0 where it cannot be seen).
sockets() {
    {
        cat /proc/net/tcp /proc/net/tcp6
        ls -l /proc/[0-9]*/fd
    } 2>/dev/null | awk '
        function decimal(text, value, at) {
            for (at = 1; at <= length(text); at++) value = value * 16 + index("0123456789ABCDEF", substr(text, at, 1)) - 1
            return value
        }
        $4 == "0A" && $2 ~ /^[0-9A-F]+:[0-9A-F]+$/ { split($2, at, ":"); host[$10] = at[1]; port[$10] = decimal(at[2]); next }
        /^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/"); pid = part[3]; next }
        /socket:\[[0-9]+\]$/ {
            inode = $NF
            gsub(/[^0-9]/, "", inode)
            if (inode in port && !(inode in owner)) owner[inode] = pid
        }
        END { for (inode in port) print port[inode], host[inode], (inode in owner) ? owner[inode] : 0 }'
}
# Looks at the port: sets `host` and `owner` where something listens on it, `others` to the other ports of the server.
look() {
    host= owner= others=
    list=$(sockets)
    while read -r a_port a_host a_pid; do
        if [ "$a_port" = "$port" ]; then
            # Of two addresses the one that others reach.
            case $a_host in
            *[!0]*) [ -n "$host" ] || host=$a_host ;;
            *) host=$a_host ;;
            esac
            owner=$a_pid
        elif [ -n "$pid" ] && [ "$a_pid" != 0 ] && [ "$(session "$a_pid")" = "$pid" ]; then
            case " $others " in
            *" $a_port "*) ;;
            *) others="$others $a_port" ;;
            esac
        fi
    done <<END
$list
END
}
is_ours() {
    [ -n "$pid" ] && [ "$owner" != 0 ] && [ "$(session "$owner")" = "$pid" ]
}
# Asks the server over HTTP with what the container has: sets `status` to the code, 000 where none came.
ask() {
    at=127.0.0.1
    case $host in
    00000000000000000000000001000000) at='[::1]' ;;
    esac
    status=
    if command -v curl >/dev/null 2>&1; then
        status=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --max-time "$1" "http://$at:$port$path" 2>/dev/null)
    elif command -v wget >/dev/null 2>&1; then
        status=$(wget -S -q -O /dev/null -T "$1" "http://$at:$port$path" 2>&1 | sed -n 's/^ *HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' | tail -n 1)
        status=${status:-000}
    fi
}
now() {
    date +%s
}
# A short rest; some shells have whole seconds alone.
rest() {
    sleep 0.2 2>/dev/null || sleep 1
}
finish() {
    echo "state $1"
    [ -z "$pid" ] || echo "pid $pid"
    [ -z "$owner" ] || echo "listens $owner $host"
    [ -z "$others" ] || echo "others$others"
    [ -z "$status" ] || echo "status $status"
    [ ! -r "$base.exit" ] || echo "exit $(cat "$base.exit")"
    [ ! -r "$base.began" ] || echo "seconds $(($(now) - $(cat "$base.began")))"
    for note in folder line; do
        [ ! -r "$base.$note" ] || echo "$note $(tr '\n\r' '  ' <"$base.$note")"
    done
    if [ "$1" = taken ] && [ "$owner" != 0 ]; then
        echo "by $(tr '\0\n\r' '   ' <"/proc/$owner/cmdline" 2>/dev/null)"
    fi
    echo log
    cat "$base.log.1" "$base.log" 2>/dev/null | tail -c 60000
    exit 0
}
# How it stands: sets everything that is told.
examine() {
    status=
    if runs; then
        look
        if [ -z "$owner" ]; then
            state=silent
        elif is_ours || [ "$owner" = 0 ]; then
            ask "$1"
            case $status in
            5??) state=fails ;;
            000) state=mute ;;
            *) state=ready ;;
            esac
        else
            state=taken
        fi
    else
        state=stopped
        [ ! -r "$base.exit" ] || state=exited
        pid=
        look
        [ -z "$owner" ] || state=taken
    fi
}
# The processes that the server started and that live on without it. Its session is theirs as long as one of them is
# there, whatever number the system gives to others.
members() {
    leads=$(began "$pid") && [ "$leads" != "$start" ] && return
    for each in /proc/[0-9]*; do
        each=${each#/proc/}
        [ "$(session "$each")" = "$pid" ] && began "$each" >/dev/null && echo "$each"
    done
}
outlives() {
    [ -n "$start" ] && [ -n "$(members)" ]
}
end() {
    goes_on=runs
    runs || goes_on=outlives
    $goes_on || return 0
    kill -s TERM -- "-$pid" 2>/dev/null
    until=$(($(now) + 10))
    while $goes_on; do
        if [ "$(now)" -ge "$until" ]; then
            kill -s KILL -- "-$pid" 2>/dev/null
            [ "$(now)" -lt $((until + 5)) ] || break
        fi
        rest
    done
    # What does not listen to a signal, and has lost the one that would have ended it.
    kill -s KILL -- "-$pid" 2>/dev/null
    for each in $(members); do
        kill -s KILL "$each" 2>/dev/null
    done
    ended=yes
}
# Whether the last that the log has is a watcher saying that what it runs has ended, and that it waits for a change.
has_crashed() {
    case $(tail -n 1 "$base.log" 2>/dev/null) in
    "Failed running "* | *"app crashed - waiting for file changes"* | *"Finished running. Exit status: "[1-9]*) return 0 ;;
    esac
    return 1
}
# Keeps the log short, runs the line, and notes how it ended. It leads the session of the server.
SUPERVISE='
base=$1 folder=$2 line=$3 port=$4 mask=$5
cd -- "$folder" || exit
exec </dev/null >>"$base.log" 2>&1
trap : TERM HUP INT
(
    trap - TERM
    # Not longer than the shell that began it, whatever becomes of a signal.
    while sleep 1 && kill -s 0 "$$"; do
        if [ "$(wc -c <"$base.log")" -gt 2000000 ]; then
            tail -c 200000 "$base.log" >"$base.log.1"
            : >"$base.log"
        fi
    done
) >/dev/null 2>&1 &
keeper=$!
PORT=${PORT:-$port}
export PORT
# What is kept here is for one user alone; what the server makes is as it would be otherwise.
umask "$mask"
if command -v bash >/dev/null; then bash -c "$line" & else sh -c "$line" & fi
server=$!
# What this shell says of a child that was ended is not what the server said.
exec 2>/dev/null
while :; do
    wait "$server"
    code=$?
    kill -s 0 "$server" 2>/dev/null || break
done
echo "$code" >"$base.exit"
kill "$keeper"
'
start() {
    pid=
    look
    [ -z "$owner" ] || finish taken
    mkdir -p "${base%/*}"
    [ -n "$line" ] || line=$(cat "$base.line" 2>/dev/null)
    [ -n "$folder" ] || folder=$(cat "$base.folder" 2>/dev/null)
    line=${line:-$usual} folder=${folder:-/var/www}
    [ -n "$line" ] || finish lineless
    cd -- "$folder" 2>/dev/null || finish folder
    rm -f "$base.exit" "$base.log.1"
    : >"$base.log"
    printf '%s\n' "$line" >"$base.line"
    printf '%s\n' "$folder" >"$base.folder"
    now >"$base.began"
    command -v setsid >/dev/null 2>&1 || setsid() { "$@"; }
    setsid sh -c "$SUPERVISE" sh "$base" "$folder" "$line" "$port" "$mask" </dev/null >/dev/null 2>&1 &
    pid=$!
    echo "$pid $(began "$pid")" >"$base.pid"
    until=$(($(now) + most))
    quiet=$(($(now) + 5))
    while :; do
        left=$((until - $(now)))
        [ "$left" -gt 0 ] || left=1
        examine "$left"
        case $state in
        # What answers may not be ready yet: it is given a few seconds more.
        mute | fails)
            [ "$until" -lt $(($(now) + 5)) ] || until=$(($(now) + 5))
            [ "$(now)" -lt "$until" ] || finish "$state"
            sleep 1
            ;;
        silent)
            [ "$(now)" -lt "$until" ] || finish "$state"
            if has_crashed; then
                [ "$(now)" -lt "$quiet" ] || finish crashed
            else
                quiet=$(($(now) + 5))
            fi
            ;;
        *) finish "$state" ;;
        esac
        rest
    done
}
case $action in
start)
    if runs; then
        examine 5
        echo same
        finish "$state"
    fi
    end
    start
    ;;
restart)
    end
    start
    ;;
stop)
    ended=
    end
    rm -f "$base.pid" "$base.exit"
    status= pid=
    look
    [ -z "$ended" ] || echo ended
    if [ -n "$owner" ]; then finish taken; fi
    finish stopped
    ;;
status)
    examine 5
    finish "$state"
    ;;
esac
