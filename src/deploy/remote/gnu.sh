# Writes an archive of the paths that come on standard input. A file that changes meanwhile is no
# failure of GNU tar's.
cd -- "$1" || exit 64
tar --create --format=gnu --hard-dereference --null --no-recursion --files-from=- --file=-
code=$?
[ "$code" -le 1 ] || exit "$code"
