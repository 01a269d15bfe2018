#!/bin/sh
# Commands run as the user who started the sandbox; there is nobody else to become.
while [ $# -gt 0 ]; do
  case $1 in
    -u|-g) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    *) break ;;
  esac
done
exec env "$@"
