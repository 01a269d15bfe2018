# Answers the hashes of the files that are not those that were noted, as `sha256sum` writes them. Those that are gone are
# nobody's edit. For zcp, in any POSIX shell. Arguments: the folder, the file that keeps them.
cd -- "$1" && [ -r "$2" ] || exit 0
sha256sum -c "$2" 2>/dev/null | sed -n 's/: FAILED$//p' | head -n 200 | while IFS= read -r path; do
    sha256sum "$path" 2>/dev/null
done
exit 0
