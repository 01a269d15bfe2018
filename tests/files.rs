//! Files that are no files, and programs that are killed while they write some.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;

use crate::harness::world::{Setting, World, block_on};

fn args(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn a_pipe_is_refused_at_once_however_often_it_is_named() {
    let (folder, cache) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    pipe(&folder.path().join("pipe"));
    fs::create_dir(folder.path().join("deployed")).expect("made");
    pipe(&folder.path().join("deployed/zerops.yaml"));
    block_on(async {
        let setting = Setting {
            working_folder: folder.path().to_owned(),
            cache_folder: Some(cache.path().to_owned()),
            ..Setting::default()
        };
        let world = World::start(&setting).await;
        let host = world.sandbox.url().replace("http://", "").replace(':', "_");
        pipe(&cache.path().join(format!("platform-documents-{host}.json")));
        let calls = (0..600).map(|_| world.call("zerops_validate", args(&json!({ "filePath": "pipe" }))));
        for answer in futures_util::future::join_all(calls).await {
            let text = text_of(&answer);
            assert!(text.contains("FILE_REFUSED") && text.contains("is a pipe, a socket or a device"), "{text}");
        }
        let import = json!({ "filePath": "pipe", "dryRun": true });
        assert!(text_of(&world.call("zerops_import", args(&import)).await).contains("FILE_REFUSED"));
        let deploy = json!({ "targetService": "api", "workingDir": "deployed" });
        let deployed = text_of(&world.call("zerops_deploy", args(&deploy)).await);
        assert!(deployed.contains("is no regular file"), "{deployed}");
        let env = json!({ "action": "generate-dotenv", "serviceHostname": "api", "filePath": "deployed/.env" });
        assert!(text_of(&world.call("zerops_env", args(&env)).await).contains("deployed/.env"));
        let document = json!({ "content": "services: []" });
        let text = text_of(&world.call("zerops_validate", args(&document)).await);
        assert!(text.contains("built into"), "the pipe in place of the cache is passed by: {text}");
    });
}

/// Runs a command as often as this, each time killed a little later, up to the time that a whole run takes.
fn killed(rounds: u32, command: impl Fn() -> Command, check: impl Fn()) {
    let quiet = |mut command: Command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    };
    let begun = Instant::now();
    quiet(command()).wait().expect("it ends");
    let whole = begun.elapsed();
    for round in 0..rounds {
        let mut run = quiet(command());
        std::thread::sleep(whole * round / rounds + Duration::from_micros(u64::from(round)));
        run.kill().expect("killed");
        run.wait().expect("it ends");
        check();
    }
}

fn untracked(folder: &Path) -> Vec<String> {
    let out = Command::new("git")
        .args(["status", "--porcelain", "--untracked-files=all"])
        .current_dir(folder)
        .output()
        .expect("git");
    String::from_utf8(out.stdout).expect("text").lines().map(|line| line[3..].to_owned()).collect()
}

fn drafts(folder: &Path) -> usize {
    let names = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".zcp-draft-")).count()
}

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Command::new("git").args(["init", "--quiet"]).current_dir(folder.path()).status().expect("git");
    assert!(made.success());
    folder
}

#[test]
fn a_killed_init_leaves_nothing_that_git_would_take() {
    let (folder, home) = (repository(), tempfile::tempdir().expect("a folder"));
    let init = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
        command.args(["init", "--with-token"]).current_dir(folder.path()).env_clear();
        command.env("HOME", home.path()).env("ZCP_API_KEY", "t0ken-of-a-project-that-is-long");
        command
    };
    killed(40, init, || {
        let seen = untracked(folder.path());
        let known = ["CLAUDE.md", "AGENTS.md", ".gitignore", ".claude/settings.json"];
        assert!(seen.iter().all(|file| known.contains(&file.as_str())), "{seen:?}");
        for file in known.iter().chain(&[".mcp.json"]) {
            fs::remove_file(folder.path().join(file)).ok();
        }
    });
    assert!(init().stdout(Stdio::null()).status().expect("it ends").success());
    assert_eq!((drafts(folder.path()), drafts(&folder.path().join(".claude"))), (0, 0));
}

#[test]
fn a_killed_dotenv_leaves_nothing_that_git_would_take() {
    let folder = repository();
    let write = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
        command.args(["call", "zerops_env", "--action", "generate-dotenv", "--service-hostname", "api", "--sandbox"]);
        command.current_dir(folder.path());
        command
    };
    killed(20, write, || {
        let seen = untracked(folder.path());
        assert!(seen.iter().all(|file| file == ".gitignore"), "{seen:?}");
        fs::remove_file(folder.path().join(".env")).ok();
    });
    assert!(write().stdout(Stdio::null()).status().expect("it ends").success());
    assert!(folder.path().join(".env").exists());
    assert_eq!(drafts(folder.path()), 0);
}
