#!/bin/sh
# What the sandbox has of the platform's own tool.
task=${1:-help}
[ $# -gt 0 ] && shift
case $task in
  noop)
    case ${1:-} in --silent) ;; *) echo "zsc noop: nothing runs here; the container waits" ;; esac
    exec sleep 2147483647 ;;
  execOnce)
    key=${1:?zsc execOnce needs a key}
    shift
    retry=
    while [ $# -gt 0 ]; do
      case $1 in
        -r|--retryUntilSuccessful) retry=1; shift ;;
        --) shift; break ;;
        *) break ;;
      esac
    done
    folder=${HOME:?}/.zsc
    mkdir -p "$folder"
    mark=$folder/$(printf %s "$key" | tr -c 'A-Za-z0-9_.-' _)
    if [ -e "$mark" ]; then
      echo "zsc execOnce: done already for this key"
      exit 0
    fi
    until "$@"; do
      code=$?
      [ -n "$retry" ] || exit "$code"
      sleep 1
    done
    : >"$mark" ;;
  fail-me) exit 1 ;;
  *)
    echo "zsc $task: not available in the sandbox" >&2
    exit 1 ;;
esac
