//! Deploys beyond the examples: many of them, cancelled ones, killed ones, and names that try to be
//! something else than names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::domain::clock::BoxFuture;
use zcp::domain::failure::Failure;
use zcp::domain::outcome::Success;
use zcp::domain::scope::{Progress, Scope};
use zcp::generated::registry::TOOLS;
use zcp::sandbox::control::Control;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::tokens::TokenKind;

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, World, block_on, context};

const YAML: &str = "zerops:
  - setup: web
    build: { base: nodejs@22, deployFiles: ./ }
    run: { base: nodejs@22, start: node server.js, ports: [{ port: 3000, httpSupport: true }] }
";

/// A folder that can be deployed.
pub(crate) fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("zerops.yaml"), YAML).expect("written");
    fs::write(folder.path().join("server.js"), "require('http')").expect("written");
    folder
}

pub(crate) fn setting(folder: &Path) -> Setting<'static> {
    Setting { working_folder: folder.to_owned(), ..Setting::default() }
}

pub(crate) fn arguments(json: &Value) -> Map<String, Value> {
    json.as_object().cloned().expect("an object")
}

pub(crate) fn deploy_and_wait() -> Map<String, Value> {
    arguments(&json!({ "workingDir": ".", "targetService": "web", "wait": true }))
}

pub(crate) async fn record(world: &World, args: Map<String, Value>) -> Value {
    let result = world.call("zerops_deploy", args).await;
    assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    result.structured_content.expect("a record")
}

pub(crate) async fn failure(world: &World, args: Map<String, Value>) -> Value {
    let result = world.call("zerops_deploy", args).await;
    failure_in(&result)
}

/// The tool without a server, in a scope of the test's own.
async fn call(
    world: &World,
    setting: &Setting<'_>,
    scope: Scope,
    args: Map<String, Value>,
) -> Result<Success, Failure> {
    let cx = context(&world.sandbox, setting).with_scope(scope);
    let deploy = TOOLS.iter().find(|row| row.spec.name == "zerops_deploy").expect("a tool");
    (deploy.call)(cx, args).await
}

pub(crate) fn made(control: &Control, operation: &str) -> bool {
    control.requests().iter().any(|request| request.operation.is_some_and(|made| made.info().name == operation))
}

#[test]
fn fifty_in_a_row_are_each_their_own_version() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let mut seen = BTreeSet::new();
        for number in 0..50 {
            let record = record(&world, deploy_and_wait()).await;
            assert_eq!((&record["status"], &record["changed"]), (&json!("ACTIVE"), &json!(true)), "{number}: {record}");
            assert!(seen.insert(record["appVersionId"].to_string()), "{number}: {record}");
        }
    });
}

#[test]
fn eight_at_once_are_each_their_own_version() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let targets = ["web", "api", "worker", "web", "api", "worker", "web", "api"];
        let calls = targets.map(|target| {
            let args = json!({ "workingDir": ".", "targetService": target, "setup": "web", "wait": true });
            record(&world, arguments(&args))
        });
        let records = join_all(calls).await;
        let ids: BTreeSet<String> = records.iter().map(|record| record["appVersionId"].to_string()).collect();
        assert_eq!(ids.len(), targets.len());
        for (record, target) in records.iter().zip(targets) {
            assert_eq!((&record["service"], &record["changed"]), (&json!(target), &json!(true)), "{record}");
            assert!(["ACTIVE", "BACKUP"].contains(&record["status"].as_str().expect("a status")), "{record}");
        }
    });
}

#[test]
fn an_index_that_lags_does_not_matter() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        world.sandbox.control().set_index_lag(Duration::from_mins(10));
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
    });
}

#[test]
fn failures_that_pass_do_not_end_the_following() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let status = |status| FaultKind::Status { status, code: None, message: None, meta: None, retry_after: None };
        for (operation, nth, kind) in [
            ("appVersion.get", 1, status(500)),
            ("appVersion.get", 3, FaultKind::Html { status: None }),
            ("appVersion.get", 4, FaultKind::WrongTypes),
            ("process.get", 2, status(502)),
            ("process.get", 4, FaultKind::Truncated),
        ] {
            world.sandbox.control().add_fault(Fault::new(operation, kind).nth(nth).times(1)).expect("an operation");
        }
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
    });
}

/// Keeps every report.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<String>>);

impl Progress for Recorder {
    fn report(&self, message: String, _done: f64, _total: Option<f64>) -> BoxFuture<'_, ()> {
        self.0.lock().expect("lock").push(message);
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_process_that_is_gone_does_not_matter_while_its_version_is_there() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let code = Some("processNotFound".to_owned());
        let kind = FaultKind::Status { status: 404, code, message: None, meta: None, retry_after: None };
        world.sandbox.control().add_fault(Fault::new("process.get", kind).times(0)).expect("an operation");
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
    });
}

#[test]
fn a_version_that_cannot_be_read_is_not_said_to_go_on() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let fault = Fault::new("appVersion.get", FaultKind::Html { status: None }).times(0);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let record = record(&world, deploy_and_wait()).await;
        let note = record["note"].as_str().expect("a note");
        assert_eq!((&record["process"]["status"], &record["changed"]), (&json!("FINISHED"), &json!(false)), "{record}");
        assert!(note.contains("the process ended FINISHED") && !note.contains("goes on"), "{note}");
        assert!(note.contains("Not confirmed: the last ") && note.contains("appVersion.get"), "{note}");
    });
}

#[test]
fn a_release_whose_answer_is_lost_is_looked_up() {
    for applied in [true, false] {
        block_on(async {
            let folder = project();
            let world = World::start(&setting(folder.path())).await;
            let fault = Fault::new("appVersion.buildAndDeploy", FaultKind::Reset);
            let fault = if applied { fault.applied() } else { fault };
            world.sandbox.control().add_fault(fault).expect("an operation");
            if applied {
                assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
                return;
            }
            let failure = failure(&world, deploy_and_wait()).await;
            assert_eq!(
                (&failure["code"], &failure["retryable"]),
                (&json!("NETWORK_ERROR"), &json!(false)),
                "{failure}"
            );
            assert_eq!(failure["fields"][0]["field"], "appVersionId", "{failure}");
            let look = json!([{ "tool": "zerops_status", "args": { "serviceHostname": "web" } }]);
            assert_eq!(failure["next"], look, "{failure}");
            assert!(failure["suggestion"].as_str().is_some_and(|text| text.contains("never begun")), "{failure}");
            // It would look as if it went on.
            assert!(made(&world.sandbox.control(), "appVersion.delete"));
        });
    }
}

#[test]
fn the_timeout_is_also_that_of_the_upload() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        world.sandbox.control().add_fault(Fault::new("upload.put", FaultKind::Silence)).expect("an operation");
        let mut args = deploy_and_wait();
        args.insert("timeout".to_owned(), json!(1));
        let failure = failure(&world, args).await;
        assert_eq!(failure["code"], "UPLOAD_FAILED", "{failure}");
        let message = failure["error"].as_str().expect("a message");
        assert!(message.contains("timeout") && message.contains(" bytes"), "{message}");
        assert!(!made(&world.sandbox.control(), "appVersion.buildAndDeploy"));
    });
}

/// Cancels the call at the first report.
#[derive(Debug)]
struct Canceller(tokio_util::sync::CancellationToken, Mutex<Vec<String>>);

impl Progress for Canceller {
    fn report(&self, message: String, _done: f64, _total: Option<f64>) -> BoxFuture<'_, ()> {
        self.1.lock().expect("lock").push(message);
        self.0.cancel();
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn cancelling_the_call_cancels_the_build_when_that_was_asked_for() {
    for (asked, note) in [(true, "so the build is being cancelled"), (false, "the deploy goes on")] {
        block_on(async {
            let folder = project();
            let setting = setting(folder.path());
            let world = World::start(&setting).await;
            let scope = Scope::default();
            let canceller = Arc::new(Canceller(scope.cancel.clone(), Mutex::default()));
            let scope = Scope { progress: Some(canceller.clone()), ..scope };
            let args = json!({ "workingDir": ".", "targetService": "web", "cancelBuild": asked });
            let cancelled = call(&world, &setting, scope, arguments(&args)).await.expect("a result").value;
            assert!(cancelled["note"].as_str().expect("a note").contains(note), "{cancelled}");
            let control = world.sandbox.control();
            assert_eq!(made(&control, "process.cancel"), asked);
            control.advance(Duration::from_mins(2));
            let next = record(&world, deploy_and_wait()).await;
            assert_eq!(next["status"], "ACTIVE");
            assert_eq!(canceller.1.lock().expect("lock").len(), 1);
        });
    }
}

#[test]
fn a_report_never_comes_with_the_answer() {
    block_on(async {
        let folder = project();
        let setting = setting(folder.path());
        let world = World::start(&setting).await;
        for (timeout, reports) in [(3, 0), (4, 1)] {
            let recorder = Arc::new(Recorder::default());
            let scope = Scope { progress: Some(recorder.clone()), ..Scope::default() };
            let args = json!({ "workingDir": ".", "targetService": "web", "timeout": timeout });
            let unfinished = call(&world, &setting, scope, arguments(&args)).await.expect("a result").value;
            assert!(unfinished["note"].as_str().is_some_and(|note| note.contains("timeout")), "{unfinished}");
            assert_eq!(recorder.0.lock().expect("lock").len(), reports, "within {timeout} s");
            world.sandbox.control().advance(Duration::from_mins(2));
        }
    });
}

#[test]
fn cancelling_the_upload_leaves_nothing_that_blocks() {
    block_on(async {
        let folder = project();
        let setting = setting(folder.path());
        let world = World::start(&setting).await;
        let control = world.sandbox.control();
        control.add_fault(Fault::new("upload.put", FaultKind::Silence).times(1)).expect("an operation");
        let scope = Scope::default();
        let cancel = scope.cancel.clone();
        let stop = async {
            while !control.requests().iter().any(|request| request.name == Some("upload.put")) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            cancel.cancel();
        };
        let (result, ()) = tokio::join!(call(&world, &setting, scope, deploy_and_wait()), stop);
        assert_eq!(result.expect_err("nothing was deployed").code, "UPLOAD_FAILED");
        assert!(!made(&control, "appVersion.buildAndDeploy") && made(&control, "appVersion.delete"));
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
    });
}

#[test]
fn a_killed_zcp_blocks_nothing() {
    block_on(async {
        let folder = project();
        let huge = folder.path().join("huge");
        fs::File::create(&huge).expect("a file").set_len(1 << 40).expect("a length");
        let world = World::start(&setting(folder.path())).await;
        let control = world.sandbox.control();
        let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_zcp"))
            .args(["call", "zerops_deploy", "--workingDir", ".", "--targetService", "web"])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("ZCP_API_HOST", world.sandbox.url())
            .env("ZCP_API_KEY", TokenKind::Valid.token())
            .stdout(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("it starts");
        while !control.requests().iter().any(|request| request.name == Some("upload.put")) {
            assert!(child.try_wait().expect("its state").is_none(), "it ended before its upload");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        child.kill().await.expect("killed");
        fs::remove_file(huge).expect("removed");
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
    });
}

/// Names that a shell, ssh, tar or git could take for something else.
const HOSTILE: &[&str] = &[
    "-rf",
    "--help",
    "--upload-pack=x",
    "a b",
    "$(touch canary)",
    "`touch canary`",
    "a;touch canary",
    "a&b",
    "a|b",
    "a>b",
    "'",
    "\"",
    "a\nb",
    "*",
    "~",
    "#x",
    "ž🦀",
    "\u{202e}x",
    "%2e%2e",
    "{a,b}",
    "!!",
];

#[test]
fn hostile_names_stay_names() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        for name in HOSTILE {
            let inside = folder.path().join(name);
            fs::create_dir(&inside).expect("a folder");
            let setup = serde_json::to_string(name).expect("JSON");
            fs::write(inside.join("zerops.yaml"), YAML.replace("setup: web", &format!("setup: {setup}")))
                .expect("written");
            for file in HOSTILE {
                fs::write(inside.join(file), file).expect("written");
            }
        }
        let world = World::start(&setting(folder.path())).await;
        for name in HOSTILE {
            let args = json!({ "workingDir": name, "targetService": "web", "setup": name, "wait": true });
            let record = record(&world, arguments(&args)).await;
            assert_eq!((&record["status"], &record["setup"]), (&json!("ACTIVE"), &json!(name)), "{record}");
            assert_eq!(record["files"], HOSTILE.len() + 1);
        }
        assert!(!Path::new("canary").exists());
        for hostname in HOSTILE.iter().chain(&["-oProxyCommand=x", "a.b", "root@a"]) {
            for field in ["sourceService", "targetService"] {
                let mut args = arguments(&json!({ "workingDir": ".", "targetService": "web", "sourceService": "api" }));
                args.insert(field.to_owned(), json!(hostname));
                assert_eq!(failure(&world, args).await["code"], "INVALID_HOSTNAME", "{field} {hostname}");
            }
        }
    });
}

#[test]
fn findings_of_document_and_files_come_back_together() {
    block_on(async {
        let folder = project();
        fs::write(folder.path().join("zerops.yaml"), YAML.replace("start: node server.js, ", "")).expect("written");
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link")).expect("a link");
        let world = World::start(&setting(folder.path())).await;
        let failure = failure(&world, deploy_and_wait()).await;
        assert_eq!(failure["code"], "PREFLIGHT_FAILED", "{failure}");
        let text = failure["fields"].to_string();
        assert!(text.contains("missing_start") && text.contains("\"link\""), "{text}");
        assert!(!made(&world.sandbox.control(), "appVersion.create"), "nothing is made");
    });
}

#[test]
fn a_setup_that_is_not_there_and_what_others_do_are_said_once_and_not_at_all() {
    block_on(async {
        let folder = project();
        let other = "  - setup: other\n    run: { base: nodejs@22, start: node ., envVariables: { A: \"${nosuch_hostname}\" } }\n";
        let yaml = YAML.trim_end().to_owned() + "\n" + other;
        fs::write(folder.path().join("zerops.yaml"), yaml).expect("written");
        let world = World::start(&setting(folder.path())).await;
        let mut arguments = deploy_and_wait();
        arguments.insert("setup".to_owned(), json!("nosuch"));
        let failure = failure(&world, arguments).await;
        let fields = failure["fields"].as_array().expect("fields");
        assert!(fields.iter().all(|field| field["field"] != "name"), "{failure}");
        assert!(failure.to_string().contains("there is no setup"), "{failure}");
        let record = record(&world, deploy_and_wait()).await;
        assert!(!record.to_string().contains("nosuch"), "{record}");
    });
}

#[test]
fn one_target_is_named_once() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let id = world.sandbox.control().service_id("web").expect("a service").to_string();
        for args in [
            json!({ "workingDir": ".", "targetService": "web", "serviceId": id }),
            json!({ "workingDir": ".", "targetServiceId": id, "serviceId": id }),
            json!({ "sourceService": "api", "targetService": "web", "method": "zcli" }),
            json!({ "workingDir": ".", "targetService": "web", "method": "zcli", "cancelBuild": true }),
            json!({ "workingDir": "..", "targetService": "web" }),
            json!({ "workingDir": "zerops.yaml", "targetService": "web" }),
            json!({ "workingDir": "a\u{0}b", "targetService": "web" }),
        ] {
            assert_eq!(failure(&world, arguments(&args)).await["code"], "INVALID_PARAMETER", "{args}");
        }
        let args = json!({ "workingDir": ".", "targetServiceId": id, "wait": true });
        assert_eq!(record(&world, arguments(&args)).await["service"], "web");
    });
}

/// What is in the archive that was uploaded last is not kept by a sandbox that runs nothing, so its size in
/// entries says what was left out.
#[test]
fn secrets_stay_here_and_others_are_named() {
    block_on(async {
        let folder = project();
        let root = folder.path();
        let world = World::start(&setting(root)).await;
        let token = TokenKind::Valid.token();
        let mcp = json!({ "mcpServers": { "zerops": { "env": { "ZCP_API_KEY": token } } } }).to_string();
        fs::write(root.join(".mcp.json"), mcp).expect("written");
        fs::write(root.join("notes.txt"), format!("token {token}")).expect("written");
        fs::write(root.join(".env.api"), "# Written by zcp from the service `api`\nA=1\n").expect("written");
        fs::write(root.join(".npmrc"), "//registry.npmjs.org/:_authToken=x\n").expect("written");
        for _ in 0..2 {
            let record = record(&world, deploy_and_wait()).await;
            let warnings = record["warnings"].to_string();
            for name in [".mcp.json", "notes.txt", ".env.api"] {
                assert!(warnings.contains("left out: ") && warnings.contains(name), "{warnings}");
            }
            assert!(warnings.contains("looks like a credential: .npmrc"), "{warnings}");
            assert!(!warnings.contains(token), "{warnings}");
            assert_eq!(record["files"], 3, "zerops.yaml, server.js and .npmrc");
            // The same in a repository that ignores none of them.
            let _ = std::process::Command::new("git").arg("init").arg("-q").arg(root).status();
        }
        // A server of files would show it to everybody.
        let served = YAML.replace("run: { base: nodejs@22, start: node server.js,", "run: { base: static,");
        fs::write(root.join("zerops.yaml"), served).expect("written");
        let failure = failure(&world, deploy_and_wait()).await;
        assert_eq!(failure["code"], "FILES_REFUSED", "{failure}");
        assert!(failure["error"].as_str().is_some_and(|text| text.contains("includeSecrets")), "{failure}");
        let mut args = deploy_and_wait();
        args.insert("includeSecrets".to_owned(), json!(true));
        let record = record(&world, args).await;
        assert!(record["warnings"].to_string().contains(".npmrc"), "{record}");
    });
}
