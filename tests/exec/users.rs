//! A sandbox of somebody who is not root.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::driver::CONTAINERS;
use crate::harness::need::need;

const USER: u32 = 1000;

const YAML: &str = "zerops:
  - setup: app
    build: {prepareCommands: [id -u], buildCommands: [echo built > made], deployFiles: ./}
    run: {prepareCommands: ['true'], initCommands: [cat made], start: zsc noop --silent}
";

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
}

#[tokio::test]
async fn whoever_starts_a_sandbox_can_build_in_it() {
    if !need(CONTAINERS) || !need(&["setpriv"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    mode(folder.path(), 0o755);
    let (home, code, program) = (folder.path().join("home"), folder.path().join("code"), folder.path().join("zcp"));
    // Where the program was built others may not come. What this process copied itself, another test that starts a program
    // at that moment would hold open for writing, and then it cannot be started.
    let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_zcp")).arg(&program).status();
    assert!(copied.is_ok_and(|status| status.success()));
    for path in [&home, &code, &code.join("ro")] {
        fs::create_dir(path).expect("a folder");
    }
    fs::write(code.join("zerops.yaml"), YAML).expect("written");
    fs::write(code.join("ro/file"), "x").expect("written");
    mode(&code.join("ro"), 0o555);
    let import = folder.path().join("import.yaml");
    fs::write(&import, "services: [{hostname: app, type: ubuntu@22.04}]").expect("written");
    let root = home.metadata().is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0);
    let mut command = Command::new(if root { Path::new("setpriv") } else { &program });
    if root {
        chown(&home, Some(USER), Some(USER)).expect("given");
        command.args([format!("--reuid={USER}"), format!("--regid={USER}"), "--clear-groups".into()]).arg(&program);
    }
    command.args(["sandbox", "--port", "0", "--json", "--import"]).arg(&import);
    command.env("HOME", &home).env("TMPDIR", &home).current_dir(&home);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut sandbox = command.spawn().expect("a sandbox");
    let mut lines = BufReader::new(sandbox.stdout.take().expect("output")).lines();
    let line = lines.next_line().await.expect("readable").expect("a line");
    let status: Value = serde_json::from_str(&line).expect("JSON");
    let mut command = Command::new(&program);
    command.args(["call", "zerops_deploy", "--json", "--targetService", "app", "--workingDir"]).arg(&code);
    command.env("ZCP_API_HOST", status["url"].as_str().expect("an address")).env("ZCP_API_KEY", "sandbox-valid-token");
    let output = command.env("HOME", &home).current_dir(&code).stdin(Stdio::null()).output().await.expect("it runs");
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    mode(&code.join("ro"), 0o755);
}
