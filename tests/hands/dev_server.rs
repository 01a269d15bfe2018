//! Development servers in containers that really run.

use std::time::Duration;

use serde_json::{Value, json};

use super::live::{CONTAINERS, Live};
use crate::exec::driver::eventually;
use crate::harness::need::need;

const TOOL: &str = "zerops_dev_server";
const IMPORT: &str = "services: [{hostname: appdev, type: python@3.11}]";
const YAML: &str = "zerops:
  - setup: appdev
    build:
      base: python@3.11
      deployFiles: ./
    run:
      base: python@3.11
      ports: [{port: 3000, httpSupport: true}]
      start: zsc noop --silent
";
const APP: &str = r#"
import http.server, os, sys
host, port, status = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"first")
print("secret is", os.environ.get("PAYMENT_KEY"), flush=True)
http.server.ThreadingHTTPServer((host, port), Handler).serve_forever()
"#;

/// A dev service that waits for its server.
async fn waiting() -> Option<Live> {
    if !need(CONTAINERS) || !need(&["ssh", "python3", "curl"]) {
        return None;
    }
    let live = Live::entered(IMPORT).await;
    live.write("zerops.yaml", YAML);
    live.write("app.py", APP);
    let deployed = live.deploy("appdev").await;
    assert_eq!(deployed["status"], "ACTIVE", "{deployed}");
    reached(&live).await;
    Some(live)
}

/// Waits until the container is entered: one that has just begun has no name for SSH yet.
async fn reached(live: &Live) {
    let look = json!({ "serviceHostname": "appdev", "command": ["true"] });
    let look = look.as_object().cloned().expect("arguments");
    eventually(|| async {
        let result = live.world.call("zerops_exec", look.clone()).await;
        (result.is_error != Some(true)).then_some(())
    })
    .await;
}

async fn act(live: &Live, action: &str, more: Value) -> Value {
    live.call(TOOL, with(action, more)).await
}

async fn fails(live: &Live, action: &str, more: Value) -> Value {
    live.fails(TOOL, with(action, more)).await
}

fn with(action: &str, mut more: Value) -> Value {
    more["action"] = json!(action);
    more["serviceHostname"] = json!("appdev");
    more
}

async fn run(live: &Live, command: Value) -> Value {
    live.call("zerops_exec", json!({ "serviceHostname": "appdev", "command": command })).await
}

/// From the import to a proof, a change and its proof: seven calls, and no shell.
#[tokio::test]
async fn a_dev_service_answers_and_its_change_is_proven_without_a_shell() {
    if !need(CONTAINERS) || !need(&["ssh", "python3", "curl"]) {
        return;
    }
    let live = Live::entered("services: []").await;
    live.write("zerops.yaml", YAML);
    live.write("app.py", APP);
    let made = live.call("zerops_import", json!({ "content": IMPORT, "wait": true })).await;
    assert_eq!(made["services"][0]["hostname"], "appdev", "{made}");
    let deployed = live.deploy("appdev").await;
    assert_eq!(deployed["status"], "ACTIVE", "{deployed}");
    let start = json!({ "tool": TOOL, "args": { "action": "start", "serviceHostname": "appdev" } });
    assert_eq!(deployed["next"][0], start, "nothing answers before: {deployed}");

    let started = act(&live, "start", json!({ "command": "python3 app.py 0.0.0.0 3000 200" })).await;
    assert_eq!((&started["state"], &started["port"], &started["ok"]), (&json!("ready"), &json!(3000), &json!(true)));
    assert_eq!(started["answers"], "GET /: 200", "{started}");
    let verify = json!({ "tool": "zerops_verify", "args": { "serviceHostname": "appdev" } });
    assert!(started["next"].as_array().expect("calls").contains(&verify), "{started}");
    let proof = live.call("zerops_verify", json!({ "serviceHostname": "appdev", "expectText": "first" })).await;
    assert_eq!(proof["healthy"], true, "{proof}");

    let changed = APP.replace("b\"first\"", "b\"second\"");
    let write = json!({ "serviceHostname": "appdev", "command": ["cp", "/dev/stdin", "app.py"], "input": changed });
    assert_eq!(live.call("zerops_exec", write).await["ok"], true);
    let restarted = act(&live, "restart", json!({})).await;
    assert_eq!(
        (&restarted["state"], &restarted["command"]),
        (&json!("ready"), &started["command"]),
        "it is remembered"
    );
    let proof = live.call("zerops_verify", json!({ "serviceHostname": "appdev", "expectText": "second" })).await;
    assert_eq!(proof["healthy"], true, "{proof}");
    live.end().await;
}

#[tokio::test]
async fn a_server_goes_on_and_is_known_until_it_is_ended() {
    let Some(live) = waiting().await else { return };
    // Whoever asks why nothing answers is led to it.
    let mut looked = Value::Null;
    // A computer that has a lot to do may not reach its container in time, which proves nothing of the server.
    for _ in 0..10 {
        looked = live.call("zerops_verify", json!({ "serviceHostname": "appdev" })).await;
        if !looked["healthy"].is_null() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let start = json!({ "tool": TOOL, "args": { "action": "start", "serviceHostname": "appdev" } });
    assert_eq!(looked["healthy"], false, "{looked}");
    assert!(looked["next"].as_array().expect("calls").contains(&start), "{looked}");
    let status = live.call("zerops_workflow", json!({ "action": "status" })).await;
    assert_eq!(status["next"][0], start, "{status}");
    let unstarted = act(&live, "status", json!({})).await;
    assert_eq!((&unstarted["state"], &unstarted["ok"]), (&json!("stopped"), &json!(false)), "{unstarted}");
    assert_eq!(unstarted["next"][0]["args"]["action"], "start");
    let unknown = fails(&live, "start", json!({})).await;
    assert_eq!((&unknown["code"], &unknown["fields"][0]["field"]), (&json!("INVALID_PARAMETER"), &json!("command")));

    let started = act(&live, "start", json!({ "command": "python3 app.py 0.0.0.0 3000 200" })).await;
    let pid = started["pid"].as_i64().expect("a process");
    let again = act(&live, "start", json!({})).await;
    assert_eq!((&again["pid"], &again["changed"]), (&json!(pid), &json!(false)), "{again}");
    let status = act(&live, "status", json!({ "healthPath": "/health?x=1" })).await;
    assert_eq!((&status["pid"], &status["answers"]), (&json!(pid), &json!("GET /health?x=1: 200")), "{status}");
    let logs = act(&live, "logs", json!({})).await;
    assert!(logs["log"].to_string().contains("GET /health?x=1"), "{logs}");
    let restarted = act(&live, "restart", json!({})).await;
    assert_ne!(restarted["pid"], json!(pid), "{restarted}");

    // A process of the same number that began at another moment is not the server.
    let pid = restarted["pid"].as_i64().expect("a process");
    run(&live, json!([format!("echo '{pid} 1' > /tmp/zcp-dev-server/3000.pid")])).await;
    let other = act(&live, "status", json!({})).await;
    assert_eq!(other["state"], "taken", "{other}");
    let refused = fails(&live, "start", json!({})).await;
    assert_eq!(refused["code"], "PORT_TAKEN", "{refused}");
    assert!(refused["error"].as_str().expect("text").contains("app.py 0.0.0.0 3000"), "{refused}");
    let stopped = act(&live, "stop", json!({})).await;
    assert_eq!(
        (&stopped["ok"], &stopped["changed"]),
        (&json!(false), &json!(false)),
        "what is not known is left alone"
    );
    run(&live, json!([format!("kill -KILL -{pid}")])).await;
    eventually(|| async { (act(&live, "status", json!({})).await["state"] == "stopped").then_some(()) }).await;

    act(&live, "start", json!({})).await;
    let stopped = act(&live, "stop", json!({})).await;
    assert_eq!((&stopped["state"], &stopped["changed"]), (&json!("stopped"), &json!(true)), "{stopped}");
    let left = run(&live, json!(["cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'app[.]py'; true"])).await;
    assert_eq!(left["stdout"], "0", "{left}");
    live.end().await;
}

#[tokio::test]
async fn what_keeps_a_server_from_answering_has_a_name() {
    let Some(live) = waiting().await else { return };
    let start = async |command: &str, more: Value| {
        let mut args = more;
        args["command"] = json!(command);
        fails(&live, "restart", args).await
    };
    let exited = start("echo no such module; exit 3", json!({})).await;
    assert_eq!(exited["code"], "DEV_SERVER_EXITED");
    assert!(exited["error"].as_str().expect("text").contains("exit code 3"), "{exited}");
    assert_eq!(exited["fields"][0]["reasons"][0], "no such module", "{exited}");
    let status = act(&live, "status", json!({})).await;
    assert_eq!((&status["state"], &status["exitCode"]), (&json!("exited"), &json!(3)), "{status}");

    // A server that is slow to begin is silent first; a computer that has a lot to do gets more time.
    let lasting = async |command: &str, last: &str| {
        for timeout in [2, 8, 32] {
            let failed = start(command, json!({ "timeout": timeout })).await;
            if failed["error"].as_str().expect("text").contains(last) {
                return failed;
            }
        }
        panic!("{command} did not come to {last}");
    };
    let silent = lasting("python3 app.py 0.0.0.0 3999 200", "it listens on 3999").await;
    assert_eq!(silent["code"], "DEV_SERVER_SILENT", "{silent}");
    let broken = lasting("python3 app.py 0.0.0.0 3000 503", "with 503").await;
    assert_eq!(broken["code"], "DEV_SERVER_FAILS", "{broken}");
    let local = start("python3 app.py 127.0.0.1 3000 200", json!({})).await;
    assert_eq!(local["code"], "DEV_SERVER_LOCAL", "{local}");
    assert_eq!(act(&live, "status", json!({})).await["state"], "local");
    let proof = live.call("zerops_verify", json!({ "serviceHostname": "appdev" })).await;
    assert_eq!(proof["healthy"], false, "what nobody else reaches is not proven: {proof}");
    assert!(proof["checks"].to_string().contains("listen on 0.0.0.0"), "{proof}");
    let folder = start("true", json!({ "workingDir": "/no/such" })).await;
    assert_eq!((&folder["code"], &folder["fields"][0]["field"]), (&json!("INVALID_PARAMETER"), &json!("workingDir")));
    let detached = start("python3 app.py 0.0.0.0 3000 200 &", json!({})).await;
    assert_eq!(detached["code"], "INVALID_PARAMETER");
    live.end().await;
}

/// What `run.start` runs is asked as others ask it, as a development server is.
#[tokio::test]
async fn an_application_that_only_its_own_container_reaches_is_not_proven() {
    if !need(CONTAINERS) || !need(&["ssh", "python3", "curl"]) {
        return;
    }
    let live = Live::entered(IMPORT).await;
    live.write("app.py", APP);
    for (address, healthy) in [("127.0.0.1", false), ("0.0.0.0", true)] {
        live.write("zerops.yaml", &YAML.replace("zsc noop --silent", &format!("python3 app.py {address} 3000 200")));
        assert_eq!(live.deploy("appdev").await["status"], "ACTIVE");
        let proof = eventually(|| async {
            let proof = live.call("zerops_verify", json!({ "serviceHostname": "appdev" })).await;
            (proof["healthy"] == healthy && proof["checks"].to_string().contains("answer")).then_some(proof)
        });
        let proof = proof.await;
        assert_eq!(proof["checks"].to_string().contains("listen on 0.0.0.0"), !healthy, "{proof}");
    }
    live.end().await;
}

#[tokio::test]
async fn what_a_server_leaves_behind_ends_with_it() {
    let Some(live) = waiting().await else { return };
    let line = "python3 app.py 0.0.0.0 3000 200 & sleep 1; exit 3";
    run(&live, json!([format!("printf '%s\\n' '{line}' > run.sh")])).await;
    // The child listens before its parent ends, or after it.
    drop(
        live.world
            .call(TOOL, with("start", json!({ "command": "bash run.sh" })).as_object().cloned().expect("arguments"))
            .await,
    );
    eventually(|| async { (act(&live, "status", json!({})).await["state"] == "taken").then_some(()) }).await;
    let stopped = act(&live, "stop", json!({})).await;
    assert_eq!((&stopped["state"], &stopped["changed"]), (&json!("stopped"), &json!(true)), "{stopped}");
    let left = run(&live, json!(["cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'app[.]py'; true"])).await;
    assert_eq!(left["stdout"], "0", "{left}");
    live.end().await;
}

#[tokio::test]
async fn a_watcher_whose_program_has_ended_is_not_waited_for() {
    let Some(live) = waiting().await else { return };
    let command = "echo Error: no config; echo \"Failed running 'server.js'\"; exec sleep 1000";
    let began = std::time::Instant::now();
    let failed = fails(&live, "start", json!({ "command": command, "timeout": 60 })).await;
    assert_eq!(failed["code"], "DEV_SERVER_EXITED", "{failed}");
    assert!(failed["fields"].to_string().contains("no config"), "{failed}");
    assert!(began.elapsed() < Duration::from_secs(45), "it was waited for");
    live.end().await;
}

#[tokio::test]
async fn a_deploy_does_not_throw_away_what_was_edited_in_the_container() {
    let Some(live) = waiting().await else { return };
    let edited = APP.replace("b\"first\"", "b\"second\"");
    let write = json!({ "serviceHostname": "appdev", "command": ["cp", "/dev/stdin", "app.py"], "input": edited });
    assert_eq!(live.call("zerops_exec", write).await["ok"], true);
    run(&live, json!(["touch made-by-a-program"])).await;
    let args = json!({ "workingDir": ".", "targetService": "appdev", "wait": true });
    let refused = live.fails("zerops_deploy", args.clone()).await;
    assert_eq!((&refused["code"], &refused["fields"][0]["field"]), (&json!("PREFLIGHT_FAILED"), &json!("app.py")));
    assert_eq!(refused["fields"].as_array().map(Vec::len), Some(1), "{refused}");
    let keep = json!({ "tool": "zerops_deploy", "args": {
        "sourceService": "appdev", "targetService": "appdev", "setup": "appdev", "wait": true } });
    assert_eq!(refused["next"][0], keep, "{refused}");
    // The same here is no loss, and neither is what somebody removes.
    live.write("app.py", &edited);
    assert_eq!(live.deploy("appdev").await["status"], "ACTIVE");
    live.write("app.py", APP);
    assert_eq!(live.deploy("appdev").await["status"], "ACTIVE", "what is edited here alone is deployed");
    run(&live, json!(["echo '#' >> app.py && rm app.py"])).await;
    assert_eq!(live.deploy("appdev").await["status"], "ACTIVE");
    live.end().await;
}
