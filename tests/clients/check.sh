#!/usr/bin/env bash
# Connects real MCP clients to the program with the configuration that `zcp init` writes. Takes the program's path; the
# debug build when there is none. With `conformance` behind it, that program, which then has the feature
# `conformance-fixtures`, is held against the suite of the protocol instead. With `hosts` behind it, and names, only the
# programs run that agents run in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(realpath "${1:-${CARGO_TARGET_DIR:-$root/target}/debug/zcp}")
cache=${CARGO_TARGET_DIR:-$root/target}/clients

[ -x "$program" ] || { echo "there is no $program: run cargo build"; exit 1; }
bin=$("$here/install.sh" "$cache")
if [ "${2:-}" = conformance ]; then
  exec "$cache/python/bin/python" -B "$here/conformance.py" "$program" "$bin/node" \
    "$cache/node_modules/@modelcontextprotocol/conformance"
fi
if [ "${2:-}" != hosts ]; then
  "$cache/python/bin/python" -B "$here/check.py" "$program" "$bin/node" "$cache/node_modules"
fi
if [ ! -e "$cache/hosts/installed" ]; then
  cat "$cache/hosts/npm.log"
  echo "skip  the programs that agents run in: npm does not bring them, for the reason above"
  exit 0
fi
PATH=$bin:$PATH exec python3 -B "$here/hosts/check.py" "$program" "$cache/hosts/node_modules" "$cache/hosts/records" "${@:3}"
