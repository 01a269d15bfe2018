//! What is verified and what is classified, of applications that really run and really fail.

use std::time::Duration;

use serde_json::{Value, json};
use zcp::deploy::classify::{Phase, classify};
use zcp::generated::registry::TOOLS;

use super::driver::{CONTAINERS, Driver, eventually};
use crate::harness::need::need;
use crate::harness::world::{Setting, context};

const IMPORT: &str = "services: [{hostname: one, type: python@3.11}]";

const APP: &str = r#"
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path != "/broken" else 500)
        self.end_headers()
        self.wfile.write(b"it works")
http.server.ThreadingHTTPServer(("0.0.0.0", 3000), Handler).serve_forever()
"#;

fn yaml(build: &str, init: &str) -> String {
    format!(
        "zerops:
  - setup: one
    build:
      base: python@3.11
      buildCommands: [{build}]
      deployFiles: ./
    run:
      base: python@3.11
      ports: [{{port: 3000, httpSupport: true}}]
      initCommands: [{init}]
      start: python3 app.py
"
    )
}

/// The record and the status of each check.
async fn verify(driver: &Driver, more: Value) -> (Value, Vec<String>) {
    let setting = Setting { call_timeout: Duration::from_secs(30), frozen: true, ..Setting::default() };
    let cx = context(&driver.sandbox, &setting);
    let tool = TOOLS.iter().find(|row| row.spec.name == "zerops_verify").expect("the tool");
    let mut args = more.as_object().cloned().expect("arguments");
    args.insert("serviceHostname".to_owned(), json!("one"));
    let outcome = (tool.call)(cx, args).await.expect("an answer");
    let value = serde_json::to_value(outcome_value(outcome)).expect("JSON");
    let checks = value["checks"].as_array().expect("checks").iter();
    let short = checks.map(|check| format!("{} {}", check["check"], check["status"]).replace('"', "")).collect();
    (value, short)
}

fn outcome_value(outcome: zcp::domain::outcome::Success) -> Value {
    outcome.value
}

#[tokio::test]
async fn a_running_service_is_verified_at_its_public_address() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(IMPORT).await;
    driver.deploy_well("one", &[("app.py", APP)], &yaml("echo built", "echo ready")).await;
    driver.publish("one").await;
    let all = ["running pass", "deployed pass", "logs pass", "http pass", "text pass"];
    let record = eventually(|| async {
        let (record, checks) = verify(&driver, json!({ "expectText": "it works" })).await;
        (checks == all).then_some(record)
    });
    assert_eq!(record.await["healthy"], true);
    let (record, checks) = verify(&driver, json!({ "path": "/broken" })).await;
    assert_eq!(
        (checks.last().expect("a check").as_str(), &record["healthy"]),
        ("http fail", &json!(false)),
        "{record}"
    );
    assert_eq!(driver.act("one", "stop").await, "FINISHED");
    let (record, checks) = verify(&driver, json!({})).await;
    assert_eq!(
        (checks[0].as_str(), &record["next"][0]["args"]["action"]),
        ("running fail", &json!("start")),
        "{record}"
    );
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn logs_of_real_failures_are_classified() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(IMPORT).await;
    let files = [("app.py", APP), ("broken.py", "print(1\n")];
    for (command, category) in
        [("vite build", "command_not_found"), ("python3 broken.py", "syntax_error"), ("./app.py", "permission_denied")]
    {
        let (version, status) = driver.deploy("one", &files, &yaml(command, "echo ready")).await;
        assert_eq!(status, "BUILD_FAILED");
        let log = driver.build_log(&version).await;
        let lines: Vec<&str> = log.iter().map(String::as_str).collect();
        assert_eq!(classify(Phase::Build, &lines).map(|finding| finding.category()), Some(category), "{log:#?}");
    }
    let missing = "python3 -c 'import no_such_module'";
    let (_, status) = driver.deploy("one", &files, &yaml("echo built", missing)).await;
    assert_eq!(status, "DEPLOY_FAILED");
    let log = driver.log("one").await;
    let lines: Vec<&str> = log.iter().map(String::as_str).collect();
    assert_eq!(classify(Phase::Init, &lines).map(|finding| finding.category()), Some("module_not_found"), "{log:#?}");
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_version_that_failed_to_start_does_not_make_the_one_that_serves_ill() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(IMPORT).await;
    driver.deploy_well("one", &[("app.py", APP)], &yaml("echo built", "echo ready")).await;
    driver.publish("one").await;
    let (_, status) =
        driver.deploy("one", &[("app.py", APP)], &yaml("echo built", "python3 -c 'import nothing'")).await;
    assert_eq!(status, "DEPLOY_FAILED");
    driver.logged("one", "RUN.INIT COMMANDS FINISHED WITH ERROR").await;
    let (record, checks) = eventually(|| async {
        let (record, checks) = verify(&driver, json!({})).await;
        checks.contains(&"http pass".to_owned()).then_some((record, checks))
    })
    .await;
    assert!(checks.contains(&"logs pass".to_owned()), "{record}");
    assert_eq!(record["healthy"], true, "{record}");
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_deploy_that_another_one_overtook_has_nothing_to_mend() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(IMPORT).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("app.py"), APP).expect("written");
    std::fs::write(folder.path().join("zerops.yaml"), yaml("sleep 12", "echo ready")).expect("written");
    let setting = Setting {
        call_timeout: Duration::from_secs(30),
        ticking: true,
        working_folder: folder.path().to_owned(),
        ..Setting::default()
    };
    let cx = context(&driver.sandbox, &setting);
    let tool = TOOLS.iter().find(|row| row.spec.name == "zerops_deploy").expect("the tool");
    let args = json!({ "targetService": "one", "workingDir": ".", "setup": "one", "wait": true });
    let slow = (tool.call)(cx, args.as_object().cloned().expect("arguments"));
    let quick = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        driver.deploy_well("one", &[("app.py", APP)], &yaml("echo built", "echo ready")).await
    };
    let (slow, quick) = futures_util::future::join(slow, quick).await;
    let record = serde_json::to_value(outcome_value(slow.expect("no failure"))).expect("JSON");
    assert_eq!((&record["status"], &record["changed"]), (&json!("DEPLOY_FAILED"), &json!(false)), "{record}");
    let note = record["note"].as_str().expect("a note");
    assert!(note.contains(&quick) && note.contains("Nothing here is to be mended"), "{note}");
    assert_eq!(record["next"][0]["tool"], "zerops_verify", "{record}");
    driver.sandbox.shutdown().await;
}
