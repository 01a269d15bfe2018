//! Nothing outlives a sandbox, however it ends.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::driver::{CONTAINERS, Driver, eventually, processes_with};
use crate::harness::need::need;

fn yaml(start: &str) -> String {
    format!("zerops: [{{setup: app, build: {{deployFiles: ./}}, run: {{start: {start}}}}}]")
}

#[tokio::test]
async fn a_shutdown_ends_everything() {
    for (namespaces, number) in [(true, "98762"), (false, "98763")] {
        if !need(CONTAINERS) {
            return;
        }
        let driver = Driver::with("services: [{hostname: app, type: ubuntu@22.04}]", namespaces).await;
        let start = format!("sleep {number}");
        driver.deploy_well("app", &[("x", "y")], &yaml(&start)).await;
        assert!(!processes_with(&start).is_empty());
        driver.sandbox.shutdown().await;
        eventually(|| async { processes_with(&start).is_empty().then_some(()) }).await;
    }
}

#[tokio::test]
async fn a_kill_ends_everything_and_takes_the_folder_away() {
    if !need(CONTAINERS) {
        return;
    }
    let temporary = tempfile::tempdir().expect("a folder");
    let import = temporary.path().join("import.yaml");
    std::fs::write(&import, "services: [{hostname: box, type: ubuntu@22.04, startWithoutCode: true}]").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
    command.args(["sandbox", "--json", "--import"]).arg(&import).env("TMPDIR", temporary.path());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("a sandbox");
    let mut lines = BufReader::new(child.stdout.take().expect("output")).lines();
    lines.next_line().await.expect("readable").expect("a line");
    let text = temporary.path().display().to_string();
    // The guard, the project, its relay, the container.
    eventually(|| async { (processes_with(&text).len() >= 4).then_some(()) }).await;
    child.kill().await.expect("killed");
    eventually(|| async { processes_with(&text).is_empty().then_some(()) }).await;
    let left = || std::fs::read_dir(temporary.path()).expect("a folder").count();
    eventually(|| async { (left() == 1).then_some(()) }).await;
}
