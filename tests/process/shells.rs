//! What other programs read of the command line: shells its completions, man its pages.

use std::fs;

use tokio::process::Command;

use super::program::{run, sandbox, zcp};
use crate::harness::need::{need, program};
use crate::harness::world::block_on;

/// Loads the script and completes the last word of a line, as readline would.
const COMPLETE: &str = r#"
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_zcp "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"#;

#[test]
fn bash_completes_commands_tools_parameters_and_values() {
    if !need(&["bash"]) {
        return;
    }
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("zcp.bash");
        fs::write(&script, run(zcp(&["completions", "bash"])).await.out).expect("it is written");
        for (words, wanted, unwanted) in [
            (&["comp"][..], "completions", "serve"),
            (&["sand"], "sandbox", "sandbox-inside"),
            (&["call", "zerops_sc"], "zerops_scale", "zerops_env"),
            (&["call", "--json", "zerops_sc"], "zerops_scale", "zerops_env"),
            (&["call", "zerops_scale", "--min"], "--min-free-ram-gb", "--max-ram"),
            (&["call", "zerops_scale", "--cpu-mode", ""], "DEDICATED", "--min-ram"),
            (&["call", "zerops_manage", "--action", "re"], "restart", "stop"),
            (&["tools", "zerops_d"], "zerops_deploy", "zerops_env"),
            (&["serve", "--sandbox", "node"], "node-postgres", "ha"),
            (&["serve", "--groups", ""], "observe", "zerops_env"),
            (&["completions", ""], "zsh", "serve"),
        ] {
            let mut bash = Command::new(program("bash").expect("bash"));
            bash.args(["--norc", "-c", COMPLETE, "bash"]).arg(&script).arg("zcp").args(words);
            let ended = run(bash).await;
            let found: Vec<&str> = ended.out.lines().collect();
            assert!(found.contains(&wanted) && !found.contains(&unwanted), "{words:?}: {ended:?}");
        }
    });
}

/// Asks as readline would, where the function of clap has nothing of its own.
const COMPLETE_HOSTNAMES: &str = r#"
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_zcp_hostnames && printf '%s\n' "${COMPREPLY[@]}"
"#;

#[test]
fn bash_completes_the_hostnames_of_the_project() {
    if !need(&["bash"]) {
        return;
    }
    block_on(async {
        let sandbox = sandbox().await;
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("zcp.bash");
        fs::write(&script, run(zcp(&["completions", "bash"])).await.out).expect("it is written");
        let own = std::path::Path::new(env!("CARGO_BIN_EXE_zcp")).parent().expect("a folder").display().to_string();
        for (words, wanted) in [
            (&["logs", "wo"][..], "worker\n"),
            (&["env", "get", "wo"], "worker\n"),
            (&["ssh", "wo"], "worker\n"),
            (&["call", "zerops_scale", "--service-hostname", "wo"], "worker\n"),
            (&["logs", "--li"], ""),
            (&["knowledge", "wo"], ""),
        ] {
            let mut bash = Command::new(program("bash").expect("bash"));
            bash.args(["--norc", "-c", COMPLETE_HOSTNAMES, "bash"]).arg(&script).arg("zcp").args(words);
            bash.env("PATH", format!("{own}:/usr/bin:/bin"));
            bash.env("ZCP_API_HOST", sandbox.url()).env("ZCP_API_KEY", "sandbox-valid-token");
            assert_eq!(run(bash).await.out, wanted, "{words:?}");
        }
    });
}

#[test]
fn groff_reads_every_page_without_a_warning() {
    if !need(&["groff"]) {
        return;
    }
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("man1");
        let written = run(zcp(&["man", "--out", out.to_str().expect("a path")])).await;
        let pages: Vec<&str> = written.out.lines().collect();
        assert!(written.code == Some(0) && pages.len() >= 10, "{written:?}");
        for page in pages {
            let mut groff = Command::new(program("groff").expect("groff"));
            groff.args(["-man", "-Tutf8", "-ww", page]);
            let shown = run(groff).await;
            assert!(shown.code == Some(0) && shown.err.is_empty() && !shown.out.is_empty(), "{page}: {}", shown.err);
        }
        let printed = run(zcp(&["man"])).await.out;
        assert_eq!(printed, fs::read_to_string(out.join("zcp.1")).expect("a page"));
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_a_failure() {
    block_on(async {
        let ended = run(zcp(&["man", "--out", "/dev/null/man"])).await;
        assert!(ended.code == Some(1) && ended.err.contains("/dev/null/man"), "{ended:?}");
    });
}
