#!/usr/bin/env bash
# Builds the program beside this file with the official Go SDK and drives it against a sandbox.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'kill "${sandbox:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
go build -o "$folder/sdk" .
zcp="${CARGO_TARGET_DIR:-../../target}/debug/zcp"
"$zcp" sandbox --no-exec --clock instant --json >"$folder/status" &
sandbox=$!
for _ in $(seq 100); do
  [ -s "$folder/status" ] && break
  sleep 0.1
done
url=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["url"])' "$folder/status")
"$folder/sdk" "$url" sandbox-valid-token
