# The first process of a container. Commands enter it later; it ends, and they with it, when its
# standard input does. Descriptor 9 is the network of the project.
# Arguments: hostname, address or `-`, device, where the root goes or `-`, hosts, programs, the
# program itself, then pairs of a folder and its place.
set -eu
exec 3<&0 </dev/null
read -r pid rest </proc/self/stat
hostname=$1 address=$2 device=$3 root=$4 hosts=$5 programs=$6 program=$7
shift 7
hostname "$hostname" 2>/dev/null || :
if [ "$address" != - ]; then
  ip link set lo up
  ip link add eth0 type veth peer name "$device" netns /proc/self/fd/9
  nsenter --net=/proc/self/fd/9 ip link set "$device" master zerops0 up
  ip addr add "$address/16" dev eth0
  ip link set eth0 up
fi
exec 9<&-
if [ "$root" != - ]; then
  mount -t tmpfs -o mode=755 none "$root"
  cd "$root"
  # Brings what stands at $1 on the computer to the same place below the new root.
  bring() {
    if [ -L "$1" ]; then ln -s "$(readlink "$1")" ".$1"
    elif [ -d "$1" ]; then mkdir ".$1" && mount --rbind "$1" ".$1"
    elif [ -f "$1" ]; then : >".$1" && mount --bind "$1" ".$1"
    fi
  }
  for entry in /*; do
    case $entry in /proc|/var|/home|/tmp|/build|/mnt|/zerops|'/*') ;; *) bring "$entry" ;; esac
  done
  mkdir -p proc var/www var/tmp home/zerops tmp build/source mnt zerops/bin
  chmod 1777 var/tmp
  for entry in /var/*; do
    case $entry in /var/www|/var/tmp|'/var/*') ;; *) bring "$entry" ;; esac
  done
  for entry in /home/*; do
    case $entry in /home/zerops|'/home/*') ;; *) bring "$entry" ;; esac
  done
  mount --rbind "$programs" zerops/bin
  : >zerops/zcp
  mount --bind "$program" zerops/zcp
  if [ -f etc/hosts ]; then mount --bind "$hosts" etc/hosts; fi
  while [ $# -ge 2 ]; do
    mkdir -p ".$2"
    mount --rbind "$1" ".$2"
    shift 2
  done
  mount -t proc proc proc 2>/dev/null || mount --rbind /proc proc
  mkdir .before
  pivot_root . .before
  cd /
  umount -l /.before
  rmdir /.before
fi
echo "$pid"
exec >/dev/null 2>&1
set +e
# Somebody inside may end every process there is but this one.
while :; do
  (trap '' TERM INT HUP QUIT; exec cat) <&3 &
  wait $! && break
done
