//! `zcp demo` where it is met first: by somebody who is not root, without namespaces, without Node.js …

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::program::{Ended, run, signal, zcp};
use super::pty::OnTerminal;
use crate::harness::need::need;
use crate::harness::world::block_on;

/// What Debian 12 gives a user (`ENV_PATH` in /etc/login.defs), as far as programs are concerned.
const USERS_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
const TOLD: &str = "Everything went as told.";
/// What namespaces take.
const CONTAINERS: &[&str] = &["unshare", "nsenter", "ip", "mount", "sh"];

/// The demo with a home of its own, in an environment that has this search path.
fn demo(home: &Path, path: &str, arguments: &[&str]) -> Command {
    let mut command = zcp(&[&["demo"], arguments].concat());
    command.env("PATH", path).env("HOME", home).env("TMPDIR", home).current_dir(home);
    command
}

/// The same behind another program, which gets its words.
fn behind(program: &[&str], command: &Command) -> Command {
    let command = command.as_std();
    let mut outer = Command::new(program[0]);
    outer.args(&program[1..]).arg(command.get_program()).args(command.get_args());
    outer.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    outer.current_dir(command.get_current_dir().expect("a folder")).kill_on_drop(true).stdin(Stdio::null());
    outer
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("demo-").tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("set");
    folder
}

/// Links to the programs of the system but these, and scripts in their place.
fn programs(folder: &Path, without: &[&str], scripts: &[(&str, &str)]) -> PathBuf {
    let programs = folder.join("programs");
    fs::create_dir(&programs).expect("a folder");
    for from in ["/usr/local/bin", "/usr/bin", "/bin"] {
        for entry in fs::read_dir(from).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_left_out = name.to_str().is_none_or(|name| without.contains(&name));
            if !is_left_out && !scripts.iter().any(|(script, _)| Some(*script) == name.to_str()) {
                // The first of a name counts.
                let _ = symlink(entry.path(), programs.join(name));
            }
        }
    }
    for (name, script) in scripts {
        let path = programs.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
    }
    programs
}

fn is_told(ended: &Ended) {
    assert!(ended.code == Some(0) && ended.out.contains(TOLD), "{}\n{}", ended.out, ended.err);
}

/// Debian keeps `pivot_root` where no user looks.
#[test]
fn it_finds_what_a_users_path_does_not_name() {
    if !need(CONTAINERS) {
        return;
    }
    block_on(async {
        let home = folder();
        let ended = run(demo(home.path(), USERS_PATH, &[])).await;
        is_told(&ended);
        assert!(ended.out.contains("Each service has a container of its own"), "{}", ended.out);
        assert!(ended.out.contains("zcp demo --keep") || ended.out.contains("demo --keep"), "{}", ended.out);
    });
}

#[test]
fn it_is_told_without_namespaces_and_says_why_there_are_none() {
    let refusal = "unshare: unshare failed: Operation not permitted";
    block_on(async {
        let home = folder();
        let programs = programs(home.path(), &[], &[("unshare", &format!("echo '{refusal}' >&2; exit 1"))]);
        let ended = run(demo(home.path(), &programs.display().to_string(), &[])).await;
        is_told(&ended);
        assert!(ended.out.contains(&format!("the system allows no namespaces: {refusal}")), "{}", ended.out);
        // Root with PostgreSQL: that refuses to run as root.
        assert!(ended.out.contains("hellodb    postgresql:single@18   ACTIVE"), "{}", ended.out);
    });
}

/// Really refused: the kernel allows no user namespace within this one.
#[test]
fn it_is_told_where_the_kernel_refuses_namespaces_to_root() {
    const REFUSE: &str = "echo 0 >/proc/sys/user/max_user_namespaces || exit 77; exec \"$0\" \"$@\"";

    if !need(CONTAINERS) {
        return;
    }
    block_on(async {
        let home = folder();
        let path = format!("{USERS_PATH}:/usr/sbin:/sbin");
        let refused = ["unshare", "--user", "--map-root-user", "--", "sh", "-c", REFUSE];
        let ended = run(behind(&refused, &demo(home.path(), &path, &[]))).await;
        if ended.code == Some(77) {
            // The limit is not ours to set here.
            return;
        }
        is_told(&ended);
        assert!(ended.out.contains("the system allows no namespaces: "), "{}", ended.out);
    });
}

#[test]
fn it_is_told_to_somebody_who_is_not_root() {
    if !need(&["setpriv"]) || !rustix::process::geteuid().is_root() {
        return;
    }
    block_on(async {
        // Where the program was built others may not come.
        let home = tempfile::tempdir().expect("a folder");
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).expect("set");
        let (program, own) = (home.path().join("zcp"), home.path().join("home"));
        fs::copy(env!("CARGO_BIN_EXE_zcp"), &program).expect("copied");
        fs::create_dir(&own).expect("a folder");
        std::os::unix::fs::chown(&own, Some(1000), Some(1000)).expect("given");
        let mut command = Command::new("setpriv");
        command.args(["--reuid=1000", "--regid=1000", "--clear-groups"]).arg(&program).arg("demo");
        command.env_clear().env("PATH", USERS_PATH).env("HOME", &own).env("TMPDIR", &own).current_dir(&own);
        command.stdin(Stdio::null()).kill_on_drop(true);
        is_told(&run(command).await);
    });
}

#[test]
fn without_node_or_with_an_old_one_it_deploys_a_page() {
    block_on(async {
        for (without, scripts, said) in [
            (&["node", "nodejs"][..], &[][..], "This computer has no `node`"),
            (&[], &[("node", "echo v4.9.1")], "is v4.9.1, which is too old"),
            (&[], &[("node", "echo 'no version is set' >&2; exit 126")], "does not run (no version is set)"),
        ] {
            let home = folder();
            let programs = programs(home.path(), without, scripts);
            let ended = run(demo(home.path(), &programs.display().to_string(), &[])).await;
            is_told(&ended);
            let out = ended.out.replace('\n', " ");
            assert!(out.contains(said) && out.contains("deploys a page"), "{out}");
        }
    });
}

#[test]
fn it_needs_no_network_and_minds_no_other_one() {
    if !need(CONTAINERS) {
        return;
    }
    block_on(async {
        let (home, other) = (folder(), folder());
        let path = format!("{USERS_PATH}:/usr/sbin:/sbin");
        let alone = [
            "unshare",
            "--user",
            "--map-root-user",
            "--net",
            "--",
            "sh",
            "-c",
            "ip link set lo up; exec \"$0\" \"$@\"",
        ];
        let without_network = run(behind(&alone, &demo(home.path(), &path, &[])));
        let beside = run(demo(other.path(), &path, &[]));
        let (without_network, beside) = tokio::join!(without_network, beside);
        is_told(&without_network);
        is_told(&beside);
    });
}

/// What cannot be built says why, and nothing is to be called where nobody is any more.
#[test]
fn what_fails_names_its_cause_and_no_call_to_a_sandbox_that_has_ended() {
    block_on(async {
        let home = folder();
        let programs = programs(home.path(), &["node", "nodejs", "grep"], &[]);
        let ended = run(demo(home.path(), &programs.display().to_string(), &[])).await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.out.contains("BUILD_FAILED") && ended.out.contains("grep: not found"), "{}", ended.out);
        assert!(ended.err.contains("step 3 did not go as told"), "{}", ended.err);
        assert!(!ended.out.lines().any(|line| line.starts_with("  zcp ")), "{}", ended.out);
    });
}

#[test]
fn on_a_terminal_of_80_columns_it_is_wrapped_and_offers_to_stay() {
    block_on(async {
        let home = folder();
        let mut command = demo(home.path(), USERS_PATH, &["--no-exec"]);
        command.env("TERM", "xterm-256color");
        let mut terminal = OnTerminal::start(command, 80);
        terminal.see("[y/N] ").await;
        let told = anstream::adapter::strip_str(&terminal.seen).to_string();
        // A line that was rewritten is one that is gone.
        let lines = told.lines().map(|line| line.rsplit('\r').next().unwrap_or_default());
        let wide: Vec<&str> = lines.filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        assert!(told.contains(TOLD) && told.contains("Keep this sandbox"), "{told}");
        // What does not happen where nothing runs is not told.
        assert!(told.contains("This sandbox runs nothing") && !told.contains("mistake"), "{told}");
        terminal.write("y");
        terminal.see("stays until Ctrl-C").await;
        assert!(terminal.seen.contains("Connect an agent to this very sandbox"), "{}", terminal.seen);
        signal(&terminal.child, "INT").await;
        assert_eq!(terminal.end().await.0, Some(0));
    });
}

#[test]
fn kept_it_is_the_same_sandbox() {
    block_on(async {
        let home = folder();
        let mut command = demo(home.path(), USERS_PATH, &["--no-exec", "--keep"]);
        command.stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut said = String::new();
        while !said.contains("stays until Ctrl-C") {
            said.push_str(&lines.next_line().await.expect("text").expect("a line"));
            said.push('\n');
        }
        let host = said.lines().find_map(|line| line.strip_prefix("export ZCP_API_HOST=")).expect("an address");
        assert_eq!(said.matches(host).count(), said.matches("http://127.0.0.1").count(), "one address: {said}");
        let mut services = zcp(&["services", "--json"]);
        services.env("ZCP_API_HOST", host).env("ZCP_API_KEY", "sandbox-valid-token");
        let services = run(services).await.json();
        assert_eq!(services["services"][0]["hostname"], "hello", "{services}");
        signal(&child, "INT").await;
        assert_eq!(child.wait().await.expect("it ends").code(), Some(0));
    });
}
