# Answers one hash of the files whose paths come on standard input, by their names and contents.
cd -- "$1" || exit 64
xargs -0 sha256sum 2>/dev/null | sha256sum
