# What a container knows of its development server. Arguments: a folder, where it keeps what it knows. Answers ports of
# servers that were started, the newest first, and names of files in the folder; then, each behind
# a zero byte, its zerops.yaml and its package.json.
cd -- "$1" 2>/dev/null || exit 0
for began in $(ls -t "$2"/*.began 2>/dev/null); do
    began=${began##*/}
    echo "kept ${began%.began}"
done
for name in pnpm-lock.yaml yarn.lock bun.lock bun.lockb manage.py artisan bin/rails mix.exs go.mod Cargo.toml; do
    [ ! -e "$name" ] || echo "has $name"
done
printf '\0'
for name in zerops.yaml zerops.yml; do
    [ ! -f "$name" ] || { head -c 262144 "$name"; break; }
done
printf '\0'
[ ! -f package.json ] || head -c 262144 package.json
