//! The examples and notes below the help of each command.

use crate::generated::variables::HELP;

/// `zcp --help`.
pub(super) fn zcp() -> String {
    format!("{EXAMPLES}\n\nEnvironment:\n{HELP}{COLOURS}\n\n{CODES}")
}

const EXAMPLES: &str = "\
Examples:
  zcp demo                        see what it does, on a local sandbox
  zcp doctor                      check token, project and permissions
  zcp services                    look at the project
  zcp deploy web                  deploy this folder
  zcp logs web -f                 watch its log
  zcp init                        give the agent in this folder the project";

const COLOURS: &str = "\x20 NO_COLOR         no colours, like CLICOLOR=0 and TERM=dumb; CLICOLOR_FORCE=1
                   forces them";

const CODES: &str = "\
Exit codes:
  0    it worked
  1    it did not, or what was checked is not well
  2    the command line was not understood
  130  Ctrl-C ended it (143: SIGTERM did)";

/// `zcp sync --help`.
pub(super) const SYNC: &str = "\
Examples:
  zcp sync guides pull --dry-run
  zcp sync guides push --title 'Say how long backups are kept'
  zcp sync catalog";

/// `zcp open --help`.
pub(super) const OPEN: &str = "\
Examples:
  zcp open
  zcp open web --print";

/// `zcp ssh --help`.
pub(super) const SSH: &str = "\
It goes on as this computer's ssh, with ZCP_SSH_CONFIG where that is set. Services are reached from inside of the \
project and over its VPN; those of `zcp sandbox` with the configuration that it prints.

Examples:
  zcp ssh api
  zcp ssh api -- ls -la /var/www";

/// `zcp run --help`.
pub(super) const RUN: &str = "\
The command has this terminal and all that is in this environment, and over it the variables of the service and of \
the project, with references resolved. Hostnames in them are reached over the VPN of the project.

Examples:
  zcp run api -- npm start
  zcp run api -- sh -c 'psql \"$DATABASE_URL\"'";

/// `zcp serve --help`.
pub(super) const SERVE: &str = "\
Serving ends with the input, SIGINT or SIGTERM. Nothing but JSON-RPC is written to standard output. \
A missing or refused token is the answer of each call, so it can be fixed while the server runs.

Over HTTP, callers are known by bearer tokens: those of --token-file, which is read again when it
changes, ZCP_HTTP_TOKEN, and those of an OAuth issuer. Without any only this computer can call.
TLS is a proxy's work.

Examples:
  zcp serve
  zcp serve --http 127.0.0.1:8080 --token-file tokens --allow-host zcp.example.com
  zcp serve --groups core         only the tools of everyday work
  zcp serve --read-only --groups observe,guidance
  zcp serve --sandbox             try it without an account; nothing runs there";

/// `zcp audit --help`.
pub(super) const AUDIT: &str = "\
A log is a chain: each line has the hash of the one before it. What is missing at its end shows only
by the hash of the last line, so note it elsewhere, or by calls that have no outcome.

Examples:
  zcp serve --audit-log /var/log/zcp
  zcp audit show /var/log/zcp/*.jsonl
  zcp audit verify /var/log/zcp/*.jsonl";

/// `zcp demo --help`.
pub(super) const DEMO: &str = "\
It starts a sandbox and a server of its own and talks to them as an agent would. No account, no \
network and no configuration is used. It exits with 1 if anything goes differently than told, or if a call takes longer than 2 minutes. On a terminal there is a breath between the steps, and at the end you are asked whether the sandbox is kept.

Examples:
  zcp demo
  zcp demo --keep                 and go on with the same sandbox";

/// `zcp sandbox --help`.
pub(super) const SANDBOX: &str = "\
The sandbox answers the REST API of Zerops. What is deployed to it really runs: it builds and runs \
commands as the user who started it, unless --no-exec says to simulate that. It listens on \
127.0.0.1 only, and its tokens are public. Everything that it started ends with it.

Examples:
  zcp sandbox
  zcp sandbox --port 8080 --seed ha --clock instant --no-exec
  zcp sandbox --import import.yaml --project shop
  zcp sandbox --tls               for zcli, with the lines that lead it there";

/// The first line of `zcp call --help`; the tool is optional only beside `--help`.
pub(super) const CALL_USAGE: &str = "zcp call [OPTIONS] <TOOL> [ARGUMENTS]...";

/// `zcp call --help`.
pub(super) const CALL: &str = "\
The prefix zerops_ may be left out, and `zcp deploy`, `zcp logs`, `zcp services` … are the same calls, printed for \
people wherever they go. Bare words are the action and what the tool requires. Parameters are written as the tool \
names them or in kebab-case; a list is written by repeating its parameter or as JSON; a switch without a value is \
`true`. A value that begins with -- is written as --parameter=value. --json, --quiet, --color WHEN, --sandbox[=SEED], \
--read-only and --help are also taken after TOOL, with exec only before its command. `-f` follows a log until Ctrl-C.

The result goes to standard output: laid out on a terminal, as the text that an agent reads (JSON \
indented) elsewhere. A failure goes to standard error.

Changes are awaited; `--wait false` returns at once. Progress goes to standard error: one line that \
is kept up to date on a terminal, elsewhere a line for each report, with --json or --quiet none. \
Ctrl-C gives up waiting; what the platform has begun goes on. On a terminal you are asked before \
something is deleted; elsewhere the call needs its confirmation arguments.

Examples:
  zcp call discover api
  zcp call zerops_scale --serviceHostname api --minRam 1 --json
  zcp call manage '{\"action\":\"restart\",\"serviceHostname\":\"api\"}'
  zcp call discover --sandbox

Exit codes:
  0    the tool answered a result
  1    it answered a failure, or what was checked is not well
  2    the command line was not understood: no such tool, parameter or value
  130  Ctrl-C came before the answer (143: SIGTERM did)";

/// `zcp tools --help`.
pub(super) const TOOLS: &str = "\
Examples:
  zcp tools
  zcp tools zerops_scale
  zcp tools zerops_scale --full   and each executed example to its end
  zcp tools --read-only --json";

/// `zcp init --help`.
pub(super) const INIT: &str = "\
Everything is merged into the files that are there: other servers, keys, comments, text outside of \
the ZCP marks, modes and links stay, and a second run changes nothing. Only tools that change \
nothing are allowed unasked. A file that cannot be merged is left alone and named.

In a Zerops container it also lets ssh reach the services of the project.

Examples:
  zcp init --dry-run
  zcp init --client cursor,codex
  zcp init --skills
  zcp init --print > .mcp.json
  zcp init --remove

Exit codes:
  0  every file is as it should be
  1  a file was left alone, or nothing could be done
  2  the command line was not understood";

/// `zcp doctor --help`.
pub(super) const DOCTOR: &str = "\
Nothing is changed and no token is shown. It exits with 1 when a check failed.";

/// `zcp status --help`.
pub(super) const STATUS: &str = "\
It asks the tool that agents ask, zerops_status: what to do now, how the services stand, and what keeps open work from \
being closed. With a service it says what to do about that, and its versions or backups.

Examples:
  zcp status
  zcp status web
  zcp status --watch
  zcp status --json

Exit codes:
  0    answered
  1    the project could not be looked at";

/// `zcp parity --help`.
pub(super) const PARITY: &str = "\
It makes reads and calls that cannot succeed (unknown ids, an invalid document to the validation), and \
compares status codes, error codes, shapes, words, types and schemas with what this zcp was built for. \
Nothing is changed. What it prints has no names of the project, no values and no token: paste it into a \
bug report as it is. Words for which the project has no example are not compared.

Examples:
  zcp parity
  zcp parity --quick
  zcp parity --json

Exit codes:
  0    nothing differs
  1    something differs, or could not be compared
  2    the command line was not understood";

/// `zcp completions --help`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  zcp completions bash > ~/.local/share/bash-completion/completions/zcp
  zcp completions zsh > ~/.zfunc/_zcp  in a folder of $fpath
  zcp completions fish > ~/.config/fish/completions/zcp.fish

It knows the tools, groups, seeds and parameters of this version: print it again after an update.";

/// `zcp man --help`.
pub(super) const MAN: &str = "\
Examples:
  zcp man | man -l -
  zcp man --out ~/.local/share/man/man1";
