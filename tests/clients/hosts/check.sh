#!/usr/bin/env bash
# Installs the programs that agents run in, of the versions pinned here, and runs them with a scripted model: see check.py.
# Takes the program's path, the folder of a Node.js, where to keep what is installed, and names of programs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1 node=$2 cache=$3
shift 3
if [ "$(cat "$cache/installed" 2>/dev/null || true)" != "$(sha256sum <"$here/package.json")" ]; then
  rm -rf "$cache"
  mkdir -p "$cache"
  cp "$here/package.json" "$cache/"
  # Some of them fetch their own program when they are installed, so scripts run here.
  if ! PATH=$node:$PATH npm install --prefix "$cache" --no-audit --no-fund --loglevel=error >"$cache/npm.log" 2>&1; then
    cat "$cache/npm.log"
    echo "skip  the programs that agents run in: npm does not bring them, for the reason above"
    exit 0
  fi
  sha256sum <"$here/package.json" >"$cache/installed"
fi
PATH=$node:$PATH exec python3 -B "$here/check.py" "$program" "$cache/node_modules" "$cache/records" "$@"
