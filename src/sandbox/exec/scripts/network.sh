# The first process of a project: the network of its services, and the relay into it. It ends,
# and everything that was started inside with it, when its standard input does.
# Arguments: the program, the socket of the relay.
set -u
exec 3<&0 </dev/null
read -r pid rest </proc/self/stat
ip link set lo up || exit 1
ip link add zerops0 type bridge || exit 1
ip addr add 10.77.0.1/16 dev zerops0 || exit 1
ip link set zerops0 up || exit 1
echo "$pid"
"$1" sandbox-inside relay "$2" <&3 &
exec 3<&- >/dev/null
wait $!
