# Runs a command in a container for zcp: bounded in time, ended with its connection, its end told by marked lines.
# Arguments: a mark that nobody else knows, seconds, a folder or nothing, `given` where the input is the command's, the
# words of the command. Without input of its own, the input of this shell is the connection.
mark=$1 most=$2 folder=$3 input=$4
shift 4
# What a shell says of a child that was killed is not what the command said.
exec 3<&0 4>&2 2>/dev/null
tell() {
    printf '\n%s\n' "$mark" >&4
    printf '\n%s %s\n' "$mark" "$*"
    exit 0
}
if [ -n "$folder" ]; then
    cd -- "$folder" || tell folder
fi
# The command leads a session, so that all of it can be ended.
command -v setsid >/dev/null || setsid() { "$@"; }
end='kill -s TERM -- "-$1" || kill -s TERM "$1"; sleep 2; kill -s KILL -- "-$1" || kill -s KILL "$1"'
if [ "$input" = given ]; then
    setsid "$@" <&3 2>&4 3<&- 4>&- &
else
    setsid "$@" </dev/null 2>&4 3<&- 4>&- &
fi
command=$!
late=
trap 'late=late' USR1
setsid sh -c 'sleep "$2"; kill -s USR1 "$3"; '"$end" sh "$command" "$most" "$$" </dev/null >/dev/null 3<&- 4>&- &
clock=$!
line=
if [ "$input" != given ]; then
    setsid sh -c 'cat >/dev/null; '"$end" sh "$command" <&3 >/dev/null 3<&- 4>&- &
    line=$!
fi
# A signal that is trapped ends a wait before its time.
while :; do
    wait "$command"
    code=$?
    kill -s 0 "$command" || break
done
trap '' USR1
# What does not listen is ended by the clock.
[ -z "$late" ] || wait "$clock"
for helper in $clock $line; do
    kill -s KILL -- "-$helper" || kill -s KILL "$helper"
done
tell end "$code" $late
