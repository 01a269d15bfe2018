# Tells zcp what a folder holds: records that end in a zero byte, lists that end in an empty one.
# Nothing is written, and git fetches nothing, from nobody. $1 is the folder; $2 says whether `.git` comes along.
LC_ALL=C
GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none GIT_TERMINAL_PROMPT=0
export LC_ALL GIT_OPTIONAL_LOCKS GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL GIT_TERMINAL_PROMPT
cd -- "$1" 2>/dev/null || { echo "there is no folder $1" >&2; exit 64; }

end() { printf '\000'; }
text() { if [ -f "$1" ] && [ ! -h "$1" ]; then printf 'text %s' "$1"; end; cat "./$1" || exit 65; end; fi; }
ask() { git -c core.fsmonitor=false -c core.untrackedCache=false -c core.sshCommand=false -c core.hooksPath=/dev/null "$@" </dev/null; }
list() { printf 'list %s' "$1"; end; shift; "$@" || exit 66; end; }

printf 'tar %s' "$(tar --version 2>/dev/null | head -n 1)"; end
text zerops.yaml
text zerops.yml
text .deployignore

if command -v git >/dev/null 2>&1 && [ "$(ask rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  list staged ask ls-files --stage -z
  list others ask ls-files --others --exclude-standard -z
  list deleted ask ls-files --deleted -z
else
  if [ -e .git ]; then printf 'note'; end; text .gitignore; fi
  list folders find . -name .git -prune -o -type d -print0
  list files find . -name .git -prune -o -type f -print0
  list links find . -name .git -prune -o -type l -print0
  list odd find . -name .git -prune -o ! -type d ! -type f ! -type l -print0
fi
if [ "$2" = git ]; then
  if [ -d .git ] && [ ! -h .git ]; then
    list repository find .git ! -name '*.lock' \( -type d -o -type f \) -print0
  else
    echo "the folder has no .git folder of its own; deploy without includeGit" >&2; exit 67
  fi
fi
