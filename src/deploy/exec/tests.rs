use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::*;
use crate::deploy::programs::Programs;
use crate::deploy::testing::need;
use crate::platform::wire::Service;

/// The shells that containers have.
const SHELLS: [&[&str]; 3] = [&["dash"], &["bash"], &["busybox", "sh"]];

/// Stands for ssh: gives the line to a shell of this computer, in which `sh` is another one.
fn stub(folder: &Path, shell: &[&str]) -> Programs {
    let write = |name: &str, script: String| {
        let path = folder.join(name);
        std::fs::write(&path, script).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
        path
    };
    write("sh", format!("#!/bin/sh\nexec {} \"$@\"\n", shell.join(" ")));
    let path = format!("PATH={}:$PATH", folder.display());
    let ssh = write("ssh", format!("#!/bin/sh\nfor last; do :; done\n{path} exec /bin/sh -c \"$last\"\n"));
    Programs { ssh, ..Programs::default() }
}

/// A service to go to.
pub(in crate::deploy) fn app() -> Destination {
    let service: Service = serde_json::from_value(serde_json::json!({ "id": "s", "name": "app" })).expect("a service");
    Destination::of(&service).expect("a hostname")
}

/// The shells that are here, each in a folder with its stub.
pub(in crate::deploy) fn shells() -> Vec<(tempfile::TempDir, Programs)> {
    let there = SHELLS.into_iter().filter(|shell| need(shell[0]));
    let stubs = there.map(|shell| {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = stub(folder.path(), shell);
        (folder, programs)
    });
    stubs.collect()
}

const MINUTE: Duration = Duration::from_mins(1);

async fn sh(programs: &Programs, script: &str, time: Duration) -> Ended {
    let order = Order { words: &["sh", "-c", script], folder: None, input: None, time };
    run(Ssh::new(programs), &app(), order).await.expect("it ends")
}

fn text(kept: Kept) -> String {
    String::from_utf8(kept.whole()).expect("text")
}

#[tokio::test]
async fn both_streams_and_every_exit_code_come_back() {
    for (_folder, programs) in shells() {
        let ended = sh(&programs, "printf out; printf err >&2; exit 3", MINUTE).await;
        assert_eq!((ended.end, ended.left), (End::Code(3), false));
        assert_eq!((text(ended.stdout).as_str(), text(ended.stderr).as_str()), ("out", "err"));
        // What ssh would say for itself, and what looks like an end.
        let ended = sh(&programs, "echo; echo 0123 end 0; echo >&2; exit 255", MINUTE).await;
        assert_eq!(ended.end, End::Code(255));
        assert_eq!(text(ended.stdout), "\n0123 end 0\n");
        let ended = sh(&programs, "kill -s KILL $$", MINUTE).await;
        assert_eq!(ended.end, End::Code(137));
        assert_eq!(text(ended.stderr), "");
    }
}

#[tokio::test]
async fn words_folder_and_input_arrive_as_they_are() {
    for (folder, programs) in shells() {
        let hostile = ["a b", "", "$(id)", "'", "\"", "\\", "-n", "\n", "*"];
        let words = [&["printf", "<%s>"][..], &hostile[..]].concat();
        let order = Order { words: &words, folder: None, input: None, time: MINUTE };
        let ended = run(Ssh::new(&programs), &app(), order).await.expect("it ends");
        assert_eq!(text(ended.stdout), hostile.map(|word| format!("<{word}>")).concat());

        let odd = folder.path().join("-a b$(id)");
        std::fs::create_dir(&odd).expect("made");
        let odd = odd.to_str().expect("text");
        let order = Order { words: &["pwd"], folder: Some(odd), input: None, time: MINUTE };
        let ended = run(Ssh::new(&programs), &app(), order).await.expect("it ends");
        assert_eq!(text(ended.stdout).trim_end(), odd);
        let order = Order { folder: Some("/no/such"), ..order };
        assert_eq!(run(Ssh::new(&programs), &app(), order).await.expect("it ends").end, End::NoFolder);

        let input: Vec<u8> = (0..200_000).map(|number: u32| number.to_le_bytes()[0]).collect();
        let order = Order { words: &["cksum"], folder: None, input: Some(&input), time: MINUTE };
        let ended = run(Ssh::new(&programs), &app(), order).await.expect("it ends");
        assert!(text(ended.stdout).ends_with(" 200000\n"));
        let order = Order { words: &["true"], ..order };
        assert_eq!(run(Ssh::new(&programs), &app(), order).await.expect("it ends").end, End::Code(0));
        assert_eq!(text(sh(&programs, "cat; echo over", MINUTE).await.stdout), "over\n");
    }
}

#[tokio::test]
async fn what_takes_too_long_is_ended_with_all_that_it_started() {
    for (folder, programs) in shells() {
        let pids = folder.path().join("pids");
        let script =
            format!("trap '' TERM; sleep 1000 & echo $! $$ > {}; echo begun; wait; sleep 1000", pids.display());
        let ended = sh(&programs, &script, Duration::from_secs(1)).await;
        assert!(matches!(ended.end, End::Late(_)), "{:?}", ended.end);
        assert_eq!(text(ended.stdout), "begun\n");
        gone(&pids).await;
    }
}

#[tokio::test]
async fn what_is_no_longer_awaited_is_ended() {
    for (folder, programs) in shells() {
        let pids = folder.path().join("pids");
        let script = format!("sleep 1000 & echo $! $$ > {}.new; mv {0}.new {0}; wait", pids.display());
        let to = app();
        let words = ["sh", "-c", script.as_str()];
        let order = Order { words: &words, folder: None, input: None, time: MINUTE };
        tokio::select! {
            ended = run(Ssh::new(&programs), &to, order) => panic!("{ended:?}"),
            () = until(|| pids.exists()) => {}
        }
        // The stub is killed with its group, as a connection that breaks; the command is in another one.
        gone(&pids).await;
    }
}

#[tokio::test]
async fn what_is_left_running_does_not_hold_the_answer_up() {
    for (_folder, programs) in shells() {
        let ended = sh(&programs, "sleep 1000 & echo $!", MINUTE).await;
        assert_eq!((ended.end, ended.left), (End::Code(0), true));
        let pid = text(ended.stdout);
        assert!(Path::new("/proc").join(pid.trim()).exists(), "it stays");
        std::process::Command::new("kill").arg(pid.trim()).status().expect("killed");
    }
}

#[tokio::test]
async fn failures_of_ssh_stay_failures() {
    let folder = tempfile::tempdir().expect("a folder");
    let ssh = folder.path().join("ssh");
    for (script, kind) in [
        ("echo 'ssh: Could not resolve hostname app' >&2; exit 255", Kind::Unreachable),
        ("echo 'Connection reset by peer' >&2; exit 255", Kind::Lost),
        ("exit 0", Kind::Lost),
        ("echo 'no shell' >&2; exit 127", Kind::Failed),
    ] {
        std::fs::write(&ssh, format!("#!/bin/sh\n{script}\n")).expect("written");
        std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).expect("executable");
        let programs = Programs { ssh: ssh.clone(), ..Programs::default() };
        let order = Order { words: &["true"], folder: None, input: None, time: MINUTE };
        assert_eq!(run(Ssh::new(&programs), &app(), order).await.expect_err(script).kind, kind, "{script}");
    }
}

/// Waits until the processes that a file names have ended.
async fn gone(pids: &Path) {
    let pids = std::fs::read_to_string(pids).expect("numbers");
    until(|| {
        pids.split_whitespace().all(|pid| {
            // What has ended and is not awaited by anybody is a zombie.
            let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            state.is_empty() || state.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
        })
    })
    .await;
}

async fn until(done: impl Fn() -> bool) {
    while !done() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
