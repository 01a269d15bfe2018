//! What is written of calls, and what is refused where nothing can be written.

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};
use zcp::mcp::audit::{Audit, entries, verify};
use zcp::sandbox::server::Sandbox;

use super::client::Request;
use super::server::{ALICE, Http, READER, Start, sandbox};
use crate::harness::world::block_on;

async fn over(sandbox: &Sandbox, log: &Path) -> (Http, Audit) {
    let audit = Audit::open(log, Timestamp::now()).expect("it opens");
    let start = Start { tokens: true, audit: Some(audit.clone()), ..Start::default() };
    (Http::over(sandbox, start).await, audit)
}

fn delete(more: &Value) -> Request {
    let mut params = json!({ "name": "zerops_delete", "arguments": { "serviceHostname": "worker" } });
    for (name, value) in more.as_object().expect("fields") {
        params[name] = value.clone();
    }
    Request::modern_of("tools/call", params, json!({ "elicitation": { "form": {} } })).bearer(ALICE)
}

/// The fields of a line that are the same in every run.
fn line(entry: &Value) -> String {
    let fields =
        ["event", "caller", "client", "tool", "agreed", "code"].map(|name| entry[name].as_str().unwrap_or("-"));
    fields.join(" ")
}

#[test]
fn changes_and_refusals_are_on_record_and_secrets_are_not() {
    block_on(async {
        let sandbox = sandbox().await;
        let folder = tempfile::tempdir().expect("a folder");
        let (http, audit) = over(&sandbox, folder.path()).await;
        Request::call("zerops_discover", json!({})).bearer(ALICE).send(http.address).await;
        let secret = "a-secret-that-nobody-may-see";
        let arguments = json!({ "action": "set", "serviceHostname": "api", "variables": [format!("KEY={secret}")] });
        Request::call("zerops_env", arguments).bearer(ALICE).send(http.address).await;
        Request::call("zerops_manage", json!({ "action": "stop", "serviceHostname": "api" }))
            .bearer(READER)
            .send(http.address)
            .await;
        let asked = delete(&json!({})).send(http.address).await.response();
        let yes = json!({ "confirm": { "action": "accept", "content": { "confirm": "worker" } } });
        let answer = json!({ "requestState": asked["result"]["requestState"], "inputResponses": yes });
        let done = delete(&answer).send(http.address).await.response();

        let text = std::fs::read_to_string(audit.path()).expect("a log");
        let lines: Vec<Value> = entries(&text).collect();
        let told: Vec<String> = lines.iter().map(line).collect();
        let expected = [
            "begin - - - - -",
            "intent alice test 1 zerops_env nobody could be asked -",
            "outcome alice test 1 zerops_env - ok",
            "refused reader test 1 zerops_manage - INVALID_USAGE",
            "intent alice test 1 zerops_delete nobody was asked yet -",
            "asked alice test 1 zerops_delete - -",
            "intent alice test 1 zerops_delete the human agreed -",
            "outcome alice test 1 zerops_delete - ok",
        ];
        assert_eq!(told, expected, "{text}");
        assert!(!text.contains(secret));
        assert_eq!(lines[1]["arguments"]["variables"], "<variables>");
        assert!(lines[5]["question"].as_str().is_some_and(|question| question.contains("worker")));
        assert_eq!((&lines[6]["shown"], &lines[5]["shown"]), (&lines[5]["shown"], &lines[6]["shown"]));
        assert!(lines[6]["shown"].as_array().is_some_and(|shown| !shown.is_empty()));
        assert_eq!(lines[7]["process"], done["result"]["structuredContent"]["process"]["id"]);
        let whole = verify(&text).expect("it is whole");
        assert!(whole.open.is_empty());

        let altered = text.replacen("\"reader\"", "\"alice\"", 1);
        assert_eq!(verify(&altered).expect_err("it was altered").line, 4);
        let file = folder.path().join("altered.jsonl");
        std::fs::write(&file, altered).expect("written");
        let run = |task: &str, file: &Path| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_zcp"));
            let ended = command.args(["audit", task]).arg(file).output().expect("it runs");
            let text = [ended.stdout, ended.stderr].concat();
            (ended.status.code(), String::from_utf8(text).expect("text"))
        };
        let (code, said) = run("verify", &file);
        assert!(code == Some(1) && said.contains("line 4: it was altered"), "{said}");
        let (code, said) = run("verify", &audit.path());
        assert!(code == Some(0) && said.contains(&format!("8 lines, the last is {}", whole.last)), "{said}");
        let (code, said) = run("show", &audit.path());
        assert!(code == Some(0) && said.lines().count() == 8 && said.contains("agreed=the human agreed"), "{said}");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_put_on_record_is_not_done() {
    block_on(async {
        let sandbox = sandbox().await;
        let (http, _audit) = over(&sandbox, Path::new("/dev/full")).await;
        let read = Request::call("zerops_discover", json!({})).bearer(ALICE).send(http.address).await.response();
        assert_eq!(read["result"]["isError"], false, "{read}");
        sandbox.control().clear_requests();
        let arguments = json!({ "action": "restart", "serviceHostname": "api" });
        let refused = Request::call("zerops_manage", arguments).bearer(ALICE).send(http.address).await.response();
        let text = refused["result"]["content"][0]["text"].as_str().expect("a text");
        assert!(text.contains("INTERNAL_ERROR") && text.contains("changed nothing"), "{text}");
        assert!(sandbox.control().requests().is_empty(), "the platform was not even asked");
    });
}
