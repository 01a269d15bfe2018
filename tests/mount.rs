//! Mounts of a real sshfs, and how they die.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::ssh::machines::Machines;
use zcp::sandbox::tokens::TokenKind;

use crate::harness::need::need;
use crate::harness::rooms::{PROGRAMS, Rooms, can_mount};

/// A sandbox with a service that can be logged in to, and a folder to mount in.
struct Place {
    folder: TempDir,
    rooms: Arc<Rooms>,
    sandbox: Sandbox,
}

impl Drop for Place {
    fn drop(&mut self) {
        for number in clients(self.sandbox.ssh_config().expect("a file")) {
            signal("-KILL", number);
        }
        std::process::Command::new("fusermount3").args(["-u", "-z"]).arg(self.mounted()).output().ok();
    }
}

impl Place {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let rooms = Arc::new(Rooms::default());
        rooms.add("api", &folder.path().join("room"));
        std::fs::create_dir(folder.path().join("work")).expect("made");
        std::fs::write(folder.path().join("room/file"), "from the container\n").expect("written");
        let seed = Seed::builtin("node-postgres").expect("a seed");
        let options = Options::deterministic(ClockMode::Instant).seed(seed);
        let options = options.machines(Arc::clone(&rooms) as Arc<dyn Machines>);
        Self { folder, rooms, sandbox: Sandbox::start(options).await.expect("it starts") }
    }

    fn mounted(&self) -> PathBuf {
        self.folder.path().join("work/api")
    }

    /// Makes a call the way a shell does.
    async fn call(&self, arguments: Value) -> Value {
        let mut zcp = Command::new(env!("CARGO_BIN_EXE_zcp"));
        zcp.args(["call", "--json", "zerops_mount", &arguments.to_string()]).env_clear().kill_on_drop(true);
        zcp.env("PATH", std::env::var_os("PATH").unwrap_or_default()).stdin(Stdio::null());
        zcp.env("ZCP_API_HOST", self.sandbox.url()).env("ZCP_API_KEY", self.sandbox.token(TokenKind::Valid));
        zcp.env("ZCP_SSH_CONFIG", self.sandbox.ssh_config().expect("a file"));
        let ended = zcp.current_dir(self.folder.path().join("work")).output();
        let ended = tokio::time::timeout(Duration::from_secs(90), ended).await.expect("it hangs").expect("it runs");
        serde_json::from_slice(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"))
    }

    async fn act(&self, action: &str) -> Value {
        self.call(json!({ "action": action, "serviceHostname": "api" })).await
    }

    async fn state(&self) -> String {
        let status = self.act("status").await;
        status["mounts"][0]["state"].as_str().unwrap_or_else(|| panic!("{status}")).to_owned()
    }

    fn is_in_the_table(&self) -> bool {
        let table = std::fs::read_to_string("/proc/self/mountinfo").expect("a table");
        table.contains(self.mounted().to_str().expect("a name"))
    }

    /// Runs lines of shell in the mount. This process never looks into it: the server that would
    /// answer is a part of it.
    async fn shell(&self, lines: &str) -> String {
        let mut shell = Command::new("sh");
        shell.args(["-ec", &format!("cd \"$0\"; {lines}")]).arg(self.mounted()).kill_on_drop(true);
        let ended = shell.stdin(Stdio::null()).output().await.expect("it runs");
        assert!(ended.status.success(), "{ended:?}");
        String::from_utf8(ended.stdout).expect("text")
    }
}

/// The ssh clients that use a configuration, as sshfs starts them.
fn clients(config: &Path) -> Vec<u32> {
    let config = config.to_str().expect("a name");
    let processes = std::fs::read_dir("/proc").expect("processes").filter_map(Result::ok);
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_client = |number: &u32| {
        let line = std::fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        let named = |word: &[u8]| String::from_utf8_lossy(word).contains(config);
        words.first().is_some_and(|program| program.ends_with(b"ssh")) && words.iter().any(|word| named(word))
    };
    numbers.filter(is_client).collect()
}

fn signal(signal: &str, number: u32) {
    std::process::Command::new("kill").args([signal, &number.to_string()]).output().expect("it runs");
}

#[tokio::test]
async fn files_of_a_container_are_mounted_and_given_back() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    assert_eq!(place.state().await, "not_mounted");
    assert_eq!(place.act("unmount").await["changed"], false);
    let mounted = place.act("mount").await;
    assert_eq!((&mounted["changed"], &mounted["mounts"][0]["state"]), (&json!(true), &json!("mounted")), "{mounted}");
    let note = mounted["mounts"][0]["note"].as_str().expect("how to get there");
    assert!(note.contains("`ssh -F ") && note.ends_with(" api`."), "{note}");
    assert_eq!(place.shell("cat file; echo back > new; ls").await, "from the container\nfile\nnew\n");
    assert_eq!(std::fs::read_to_string(place.folder.path().join("room/new")).expect("there"), "back\n");
    assert_eq!(place.act("mount").await["changed"], false);
    assert_eq!(place.state().await, "mounted");
    let other = place.call(json!({ "action": "mount", "serviceHostname": "api", "path": "api/inner" })).await;
    assert_eq!(other["code"], "MOUNT_FAILED", "{other}");
    let unmounted = place.act("unmount").await;
    assert_eq!((&unmounted["changed"], place.is_in_the_table()), (&json!(true), false), "{unmounted}");
    assert_eq!(place.state().await, "not_mounted");
    assert_eq!(std::fs::read_dir(place.mounted()).expect("a folder").count(), 0, "nothing was left in the folder");
}

#[tokio::test]
async fn what_is_only_read_is_not_written() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    let mount = async |read_only: bool| {
        place.call(json!({ "action": "mount", "serviceHostname": "api", "readOnly": read_only })).await
    };
    let mounted = mount(true).await;
    assert_eq!((&mounted["changed"], &mounted["mounts"][0]["readOnly"]), (&json!(true), &json!(true)), "{mounted}");
    assert_eq!(place.shell("cat file; echo no > new || echo refused; ls").await, "from the container\nrefused\nfile\n");
    assert_eq!(place.act("status").await["mounts"][0]["readOnly"], true);
    assert_eq!(mount(true).await["changed"], false);
    // The same place, to be written to.
    let mounted = mount(false).await;
    assert_eq!((&mounted["changed"], &mounted["mounts"][0]["readOnly"]), (&json!(true), &Value::Null), "{mounted}");
    assert_eq!(place.shell("echo yes > new; cat new").await, "yes\n");
    place.act("unmount").await;
}

#[tokio::test]
async fn a_mount_in_use_stays_until_nobody_uses_it() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    place.act("mount").await;
    let mut user = Command::new("sh");
    let user = user.args(["-c", "cd \"$0\" && echo in && exec sleep 600"]).arg(place.mounted()).kill_on_drop(true);
    let mut user = user.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut said = [0; 3];
    tokio::io::AsyncReadExt::read_exact(user.stdout.as_mut().expect("a pipe"), &mut said).await.expect("it says so");
    let refused = place.act("unmount").await;
    assert_eq!(refused["code"], "MOUNT_FAILED", "{refused}");
    assert!(refused["error"].as_str().expect("text").contains("busy"), "{refused}");
    user.kill().await.expect("killed");
    assert_eq!(place.act("unmount").await["changed"], true);
}

#[tokio::test]
async fn a_mount_whose_server_is_gone_is_stale_and_can_be_replaced() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    assert_eq!(place.act("mount").await["changed"], true);
    place.rooms.remove("api");
    while place.state().await != "stale" {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let again = place.act("status").await;
    assert_eq!(again["next"][0]["args"]["action"], "mount", "{again}");
    let unreached = place.act("mount").await;
    assert_eq!(unreached["code"], "SSH_FAILED", "{unreached}");
    assert_eq!(place.state().await, "not_mounted", "what was dead is taken away");
    place.rooms.add("api", &place.folder.path().join("room"));
    while place.act("mount").await["changed"] != true {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(place.shell("cat file").await, "from the container\n");
}

#[tokio::test]
async fn a_mount_that_hangs_holds_nothing_up() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    assert_eq!(place.act("mount").await["changed"], true);
    let clients = clients(place.sandbox.ssh_config().expect("a file"));
    assert!(!clients.is_empty());
    for number in clients {
        signal("-STOP", number);
    }
    // The system keeps what was looked at for a moment.
    while place.state().await != "stale" {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(place.act("unmount").await["changed"], true);
    assert!(!place.is_in_the_table());
}

#[tokio::test]
async fn two_calls_mount_once() {
    if !need(PROGRAMS) || !can_mount() {
        return;
    }
    let place = Place::start().await;
    let (one, two) = tokio::join!(place.act("mount"), place.act("mount"));
    let changed = [&one, &two].map(|answer| answer["changed"].as_bool());
    assert!(changed == [Some(true), Some(false)] || changed == [Some(false), Some(true)], "{one} {two}");
    assert_eq!(place.state().await, "mounted");
    assert_eq!(place.act("unmount").await["changed"], true);
    assert!(!place.is_in_the_table(), "{one} {two}");
}
