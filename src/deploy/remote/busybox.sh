# Writes archives, one after the other, of the paths that come on standard input.
cd -- "$1" || exit 64
exec xargs -0 tar -c --no-recursion -f -
