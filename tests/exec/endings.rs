//! Nothing outlives a sandbox, however it ends.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use zcp::sandbox::options::Options;
use zcp::sandbox::server::Sandbox;

use super::driver::{CONTAINERS, Driver, eventually, processes_with};
use crate::harness::need::need;

#[tokio::test]
async fn a_sandbox_that_does_not_start_takes_nothing_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = [folder.path().join("uploads/x"), folder.path().join("exec-1/x")];
    for path in &kept {
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, "x").expect("written");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let options = || Options::new().execute(true).program(env!("CARGO_BIN_EXE_zcp")).folder(folder.path());
    assert!(Sandbox::start(options().port(port)).await.is_err());
    assert!(kept.iter().all(|path| path.exists()));
    let sandbox = Sandbox::start(options()).await.expect("a sandbox");
    assert!(kept.iter().all(|path| !path.exists()), "it is nobody's");
    let error = Sandbox::start(options()).await.expect_err("the folder is taken");
    assert!(error.to_string().contains("another sandbox runs in"), "{error}");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_folder_may_have_a_long_path() {
    if !need(CONTAINERS) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options::new().execute(true).program(env!("CARGO_BIN_EXE_zcp"));
    let sandbox = Sandbox::start(options.folder(folder.path().join("x".repeat(150)))).await.expect("a sandbox");
    let notes = sandbox.execution_notes().expect("notes");
    assert!(notes.iter().any(|note| note.starts_with("Each service has a container of its own")), "{notes:?}");
    sandbox.shutdown().await;
}

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
    std::fs::write(&import, "services: [{hostname: box, type: ubuntu@22.04, startWithoutCode: true}]")
        .expect("written");
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
