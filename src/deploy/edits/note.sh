# Notes the hashes of the files below a folder, but for what programs install and large files. For zcp, in any POSIX shell.
# Arguments: the folder, the file that keeps them.
cd -- "$1" || exit 1
umask 077
find . \( -name .git -o -name node_modules -o -name vendor -o -name target -o -name .venv -o -name __pycache__ \) -prune \
    -o -type f -size -2000k -exec sha256sum {} + >"$2.new" 2>/dev/null
mv -f -- "$2.new" "$2"
