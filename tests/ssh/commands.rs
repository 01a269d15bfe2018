//! Commands, their ends, terminals, and machines that come and go.

use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::Command;

use crate::harness::need::need;
use crate::harness::rooms::{PROGRAMS, Reached, kill};

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text").trim_end()
}

async fn output(mut command: Command) -> Output {
    command.stdin(Stdio::null()).output().await.expect("it runs")
}

#[tokio::test]
async fn a_command_has_streams_a_folder_an_environment_and_an_end() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let ended = output(reached.ssh("pwd; echo \"$GREETING\"; echo wrong >&2; exit 7")).await;
    assert_eq!(text(&ended.stdout), "/var/www\nit's me", "{ended:?}");
    assert_eq!((text(&ended.stderr), ended.status.code()), ("wrong", Some(7)));
    let killed = output(reached.ssh("kill -TERM $$")).await;
    assert_eq!(killed.status.code(), Some(255), "{killed:?}");
    let mut shell = reached.program("ssh");
    shell.arg("app.zerops");
    let shell = output(shell).await;
    assert!(shell.status.success() && shell.stdout.is_empty(), "{shell:?}");
}

#[tokio::test]
async fn only_variables_about_texts_come_from_outside() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let mut command = reached.program("ssh");
    command.args(["-o", "SendEnv=LC_ZCP SECRET", "app", "echo $LC_ZCP/$SECRET"]);
    command.env("LC_ZCP", "here").env("SECRET", "there");
    let ended = output(command).await;
    assert_eq!(text(&ended.stdout), "here/", "{ended:?}");
}

#[tokio::test]
async fn a_session_can_have_a_terminal() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let mut command = reached.program("ssh");
    command.args(["-tt", "app", "tty; echo $TERM; echo err >&2; exit 3"]).env("TERM", "xterm-256color");
    let ended = output(command).await;
    assert_eq!(ended.status.code(), Some(3), "{ended:?}");
    let out = text(&ended.stdout).replace('\r', "");
    assert!(out.starts_with("/dev/pts/") && out.ends_with("\nxterm-256color\nerr"), "{ended:?}");

    let mut command = reached.program("ssh");
    command.args(["-tt", "app"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut shell = command.spawn().expect("it starts");
    let mut input = shell.stdin.take().expect("a pipe");
    tokio::io::AsyncWriteExt::write_all(&mut input, b"echo $((40+2)); exit 5\n").await.expect("written");
    let ended = shell.wait_with_output().await.expect("it ends");
    assert!(text(&ended.stdout).contains("42\r\n"), "{ended:?}");
    assert_eq!(ended.status.code(), Some(5), "{ended:?}");
}

#[tokio::test]
async fn a_command_ends_with_its_client() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    for flags in [&["-T"][..], &["-tt"]] {
        let mut command = reached.program("ssh");
        command.args(flags).args(["app", "echo ready; trap '' HUP; touch lives; sleep 600 & sleep 600; rm lives"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut client = command.spawn().expect("it starts");
        let mut ready = [0; 5];
        client.stdout.as_mut().expect("a pipe").read_exact(&mut ready).await.expect("it says so");
        let holders = holders(&reached.www());
        assert!(!holders.is_empty());
        kill(client).await;
        for _ in 0..200 {
            if holders.iter().all(|holder| !std::path::Path::new(&format!("/proc/{holder}")).exists()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let left: Vec<_> = self::holders(&reached.www());
        assert!(left.is_empty(), "{flags:?}: {left:?}");
    }
}

/// The processes that work in a folder, which another name space calls `/var/www`.
fn holders(folder: &std::path::Path) -> Vec<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let of = |path: &std::path::Path| std::fs::metadata(path).map(|found| (found.dev(), found.ino())).ok();
    let wanted = of(folder);
    let processes = std::fs::read_dir("/proc").expect("processes").filter_map(Result::ok);
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|number| of(std::path::Path::new(&format!("/proc/{number}/cwd"))) == wanted).collect()
}

#[tokio::test]
async fn what_a_finished_command_left_running_stays() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let line = "nohup sh -c 'sleep 1; echo done > late' >/dev/null 2>&1 </dev/null & echo started";
    assert_eq!(text(&output(reached.ssh(line)).await.stdout), "started");
    for _ in 0..200 {
        if reached.www().join("late").exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it was ended with its session");
}

#[tokio::test]
async fn machines_come_and_go() {
    if !need(PROGRAMS) {
        return;
    }
    let reached = Reached::start().await;
    let config = || std::fs::read_to_string(reached.server.config_file()).expect("a file");
    reached.rooms.add("worker", &reached.folder.path().join("worker"));
    while !config().contains("Host worker ") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut command = reached.program("ssh");
    let client = command.args(["worker", "echo here; sleep 600"]).stdout(Stdio::piped());
    let mut client = client.stdin(Stdio::null()).spawn().expect("it starts");
    let mut here = [0; 5];
    client.stdout.as_mut().expect("a pipe").read_exact(&mut here).await.expect("it says so");
    reached.rooms.remove("worker");
    assert_eq!(client.wait().await.expect("it ends").code(), Some(255));
    while config().contains("Host worker ") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(output(reached.ssh("true")).await.status.success());
    reached.server.shutdown().await;
}
