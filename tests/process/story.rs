//! The whole story through the program, which is killed after every call: from an empty project to the hand-over,
//! and the project again from its export.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use zcp::sandbox::options::Options;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

use super::program::{Serving, signal, zcp_at};
use crate::exec::driver::CONTAINERS;
use crate::harness::git::git;
use crate::harness::need::need;
use crate::harness::world::block_on;

/// Calls that the story may take, and bytes that an agent reads in it.
const MOST_CALLS: usize = 14;
const MOST_BYTES: usize = 40_000;

const APP: &str = r#"import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"it works")
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
"#;

/// A sandbox that runs what is deployed, with nothing in it.
async fn sandbox() -> Sandbox {
    let seed = Seed::builtin("empty").expect("a built-in seed");
    let options = Options::new().seed(seed).execute(true).program(env!("CARGO_BIN_EXE_zcp"));
    Sandbox::start(options.index_lag(Duration::ZERO)).await.expect("the sandbox starts")
}

/// An agent whose server never lives longer than a call.
struct Agent<'a> {
    sandbox: &'a Sandbox,
    folder: &'a Path,
    calls: usize,
    bytes: usize,
    /// What was called and how much was read.
    story: Vec<String>,
}

impl<'a> Agent<'a> {
    fn new(sandbox: &'a Sandbox, folder: &'a Path) -> Self {
        Self { sandbox, folder, calls: 0, bytes: 0, story: Vec::new() }
    }

    /// One call of a server of its own, which is killed afterwards: its answer and the bytes that are read.
    async fn ask(&self, tool: &str, args: &Value) -> (Value, usize) {
        let mut command = zcp_at(self.sandbox, self.sandbox.token(TokenKind::Valid), &["serve"]);
        command.current_dir(self.folder).env("HOME", self.folder);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("ZCP_SSH_CONFIG", self.sandbox.ssh_config().expect("a configuration of ssh"));
        let mut serving = Serving::start(command).await;
        serving.request(1, "tools/call", json!({ "name": tool, "arguments": args })).await;
        let answer = serving.answer(1).await["result"].clone();
        signal(&serving.child, "KILL").await;
        serving.end().await;
        let text = answer["content"][0]["text"].as_str().expect("a text");
        let record = match &answer["structuredContent"] {
            Value::Null => serde_json::from_str(text).unwrap_or_else(|_| json!({ "text": text })),
            record => record.clone(),
        };
        (record, text.len())
    }

    /// A call of the story, which works.
    async fn call(&mut self, tool: &str, args: Value) -> Value {
        let (record, bytes) = self.ask(tool, &args).await;
        self.calls += 1;
        self.bytes += bytes;
        self.story.push(format!("{tool} {args}: {bytes} bytes"));
        assert!(record["code"].is_null(), "{:#?}\n{record:#}", self.story);
        record
    }

    async fn workflow(&mut self, args: Value) -> Value {
        self.call("zerops_workflow", args).await
    }

    /// The call that `status` names first, to a server that knows nothing of what came before.
    async fn next(&self) -> (String, Value) {
        let (record, _) = self.ask("zerops_workflow", &json!({ "action": "status" })).await;
        let now = record["now"].as_str().unwrap_or_else(|| panic!("{record:#}")).to_owned();
        (now, record["next"][0].clone())
    }

    /// Makes that call, which is to be of this tool and about this service.
    async fn follow(&mut self, tool: &str, service: &str) -> Value {
        let (now, next) = self.next().await;
        let args = &next["args"];
        let about = args["serviceHostname"].as_str().or(args["targetService"].as_str()).unwrap_or_default();
        assert_eq!((next["tool"].as_str(), about), (Some(tool), service), "{now}\n{:#?}", self.story);
        self.call(tool, args.clone()).await
    }
}

/// Writes the files that an answer has, and a program beside them.
fn write(folder: &Path, answer: &Value) {
    for file in answer["files"].as_array().expect("files") {
        let path = folder.join(file["path"].as_str().expect("a path"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, file["text"].as_str().expect("a text")).expect("written");
    }
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "-m", message]);
}

#[test]
fn the_whole_story_is_told_by_status_however_often_the_server_is_killed() {
    if !need(CONTAINERS) || !need(&["python3", "git", "ssh", "curl"]) {
        return;
    }
    block_on(async {
        let sandbox = sandbox().await;
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let mut agent = Agent::new(&sandbox, folder);
        // Empty project, plan, provision.
        let begun = agent.workflow(json!({ "action": "status" })).await;
        assert_eq!(begun["next"][0]["args"], json!({ "action": "start", "workflow": "bootstrap" }));
        let classic =
            json!({ "action": "start", "workflow": "bootstrap", "route": "classic", "intent": "a page that says so" });
        agent.workflow(classic).await;
        let (now, _) = agent.next().await;
        assert!(now.starts_with("Plan the services") || now.starts_with("Go on with the bootstrap"), "{now}");
        let services = json!([{ "hostname": "appdev", "type": "python@3.11", "stageHostname": "appstage" }]);
        agent.workflow(json!({ "action": "plan", "services": services })).await;
        let (now, _) = agent.next().await;
        assert!(now.starts_with("Go on with the bootstrap") || now.starts_with("Provision the plan"), "{now}");
        let made = agent.workflow(json!({ "action": "provision" })).await;
        // Scaffold.
        write(folder, &made);
        std::fs::write(folder.join("main.py"), APP).expect("written");
        git(folder, &["init", "--quiet", "--initial-branch=main"]);
        commit(folder, "first");
        // Dev, proof, stage, proof.
        agent.follow("zerops_deploy", "appdev").await;
        agent.follow("zerops_verify", "appdev").await;
        agent.follow("zerops_deploy", "appstage").await;
        let proven = agent.follow("zerops_verify", "appstage").await;
        assert_eq!(proven["healthy"], true, "{proven:#}");
        let (now, next) = agent.next().await;
        assert!(now.starts_with("Ask what to do next") && next.is_null(), "{now} {next}");
        // The human wants it delivered by git push with an action.
        let url = sandbox.control().add_git("shop", Some("appstage"), "CLI", "prod").expect("a repository");
        agent.workflow(json!({ "action": "close-mode", "scope": ["appdev"], "closeMode": "git-push" })).await;
        let (now, _) = agent.next().await;
        assert!(now.starts_with("Set up the remote of appdev"), "{now}");
        agent.workflow(json!({ "action": "git-push-setup", "serviceHostname": "appdev", "remoteUrl": url })).await;
        let integrated = agent.follow("zerops_workflow", "appdev").await;
        write(folder, &integrated);
        std::fs::write(folder.join("more.txt"), "more\n").expect("written");
        commit(folder, "second");
        let pushed = agent.follow("zerops_deploy", "appstage").await;
        assert_eq!(pushed["status"], "ACTIVE", "{pushed:#}");
        agent.follow("zerops_verify", "appstage").await;
        let (now, _) = agent.next().await;
        assert!(now.starts_with("Ask what to do next"), "{now}");
        let handed = agent.workflow(json!({ "action": "handoff" })).await;
        let report = handed["files"][0]["text"].as_str().expect("a report");
        assert!(report.contains("## appstage") && !report.contains("Not ready"), "{report}");
        assert!(agent.calls <= MOST_CALLS && agent.bytes <= MOST_BYTES, "{} bytes: {:#?}", agent.bytes, agent.story);

        let exported = agent.workflow(json!({ "action": "export" })).await;
        again(folder, exported["files"][0]["text"].as_str().expect("a document")).await;
    });
}

/// The project once more, from its export and the same code.
async fn again(code: &Path, document: &str) {
    let sandbox = sandbox().await;
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["zerops.yaml", "main.py"] {
        std::fs::copy(code.join(file), folder.path().join(file)).expect("copied");
    }
    std::fs::write(folder.path().join("import.yaml"), document).expect("written");
    let mut agent = Agent::new(&sandbox, folder.path());
    let checked = agent.call("zerops_validate", json!({ "filePath": "import.yaml" })).await;
    assert_eq!((&checked["valid"], &checked["findings"]), (&json!(true), &json!([])), "{document}");
    agent.call("zerops_import", json!({ "filePath": "import.yaml", "wait": true })).await;
    for (tool, service) in [
        ("zerops_deploy", "appdev"),
        ("zerops_verify", "appdev"),
        ("zerops_deploy", "appstage"),
        ("zerops_verify", "appstage"),
    ] {
        let answer = agent.follow(tool, service).await;
        assert_ne!(answer["healthy"], false, "{answer:#}");
    }
    other_files_are_told(&mut agent).await;
}

/// What is changed in the dev service after its stage was deployed from it, no timeline shows.
async fn other_files_are_told(agent: &mut Agent<'_>) {
    // Verified one by one they are two services; adopted they are a pair.
    agent.workflow(json!({ "action": "adopt", "scope": ["appdev", "appstage"] })).await;
    let from_dev = json!({ "sourceService": "appdev", "targetService": "appstage", "setup": "prod", "wait": true });
    agent.call("zerops_deploy", from_dev).await;
    let status = json!({ "action": "status" });
    let (same, _) = agent.ask("zerops_workflow", &status).await;
    assert!(same["notes"].is_null(), "{same:#}");
    let mut ssh = tokio::process::Command::new("ssh");
    ssh.arg("-F").arg(agent.sandbox.ssh_config().expect("a configuration of ssh"));
    let changed = ssh.args(["appdev", "echo '# more' >> /var/www/main.py"]).output().await.expect("ssh runs");
    assert!(changed.status.success(), "{changed:?}");
    let (other, _) = agent.ask("zerops_workflow", &status).await;
    let note = other["notes"][0].as_str().unwrap_or_default();
    assert!(note.starts_with("the files of appdev in /var/www are not those that appstage was deployed"), "{other:#}");
}
