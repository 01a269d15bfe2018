//! What one caller asks for costs the others nothing, and the computer not everything.

use serde_json::json;

use super::client::Client;
use crate::sandbox::faults::{Fault, FaultKind};
use crate::sandbox::options::ClockMode;

#[tokio::test]
async fn nobody_waits_for_the_keys_of_an_import() {
    let client = Client::start(ClockMode::Instant).await;
    let mut yaml =
        "#yamlPreprocessor=on\nservices:\n  - hostname: keys\n    type: nodejs@22\n    envSecrets:\n".to_owned();
    for number in 0..4 {
        yaml.push_str(&format!("      K{number}: <@generateRSA4096Key(<k{number}>)>x\n"));
    }
    let path = format!("/project/{}/service-stack/import", client.project().await);
    let import = client.call("POST", &path, json!({ "yaml": yaml }));
    let others = async {
        // The import has arrived: what is asked from now on is asked while it makes keys.
        while !client.sandbox.control().requests().iter().any(|request| request.name == Some("service.import")) {
            tokio::task::yield_now().await;
        }
        for _ in 0..5 {
            client.get("/user/info").await;
        }
        client.sandbox.control().requests()
    };
    let ((status, body), others) = tokio::join!(import, others);
    assert_eq!(status, 200, "{body}");
    let import = others.iter().find(|request| request.name == Some("service.import")).expect("logged");
    assert_eq!(import.status, None, "it was still making keys");
    let values = client.sandbox.control().environment("keys").expect("a service");
    assert!(values.to_string().contains("K3"), "{values}");
}

#[tokio::test]
async fn more_than_a_computer_holds_is_refused() {
    let client = Client::start(ClockMode::Instant).await;
    for (path, body) in [
        ("populate", json!({ "services": 4_000_000_000_u32 })),
        ("populate", json!({ "events": u32::MAX })),
        ("populate", json!({ "logLines": u32::MAX })),
        ("logs", json!({ "hostname": "api", "generate": u32::MAX })),
    ] {
        let url = format!("{}/sandbox/{path}", client.sandbox.url());
        let answer = reqwest::Client::new().post(url).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 400, "{body}");
        let text = answer.text().await.expect("text");
        assert!(text.contains("is a number up to"), "{text}");
    }
}

/// What the control answers to a body: its status and its text.
async fn posted(client: &Client, path: &str, body: serde_json::Value) -> (u16, String) {
    let url = format!("{}/sandbox/{path}", client.sandbox.url());
    let answer = reqwest::Client::new().post(url).json(&body).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

/// Each of them costs every call of everybody, or stays known for ever.
#[tokio::test]
async fn faults_tags_and_containers_are_bounded() {
    let client = Client::start(ClockMode::Instant).await;
    let post = async |path: &str, body: serde_json::Value| posted(&client, path, body).await;
    for _ in 0..1_000 {
        let fault = Fault::new("user.info", FaultKind::Silence).nth(1_000_000);
        client.sandbox.control().add_fault(fault).expect("there is room");
    }
    let fault = json!({ "operation": "user.info", "kind": { "latency": { "ms": 1 } } });
    let (status, text) = post("faults", fault).await;
    assert!(status == 400 && text.contains("1000 faults"), "{status} {text}");

    let lines = |count: usize, name: &str| -> Vec<serde_json::Value> {
        (0..count).map(|n| json!({ "message": "x", "tag": format!("{name}{n}") })).collect()
    };
    for (lines, refused) in [
        (lines(9_000, "a"), None),
        (lines(9_000, "a"), Some("more than 10000")),
        (lines(900, "b"), None),
        (lines(900, "c"), Some("more than 10000")),
        (lines(1, &"d".repeat(300)), Some("at most 256 bytes")),
    ] {
        let (status, text) = post("logs", json!({ "hostname": "api", "lines": lines })).await;
        assert_eq!(status, if refused.is_some() { 400 } else { 200 }, "{text}");
        assert!(refused.is_none_or(|why| text.contains(why)), "{text}");
    }
}

/// They wait until somebody pushes or something is done, which may be never.
#[tokio::test]
async fn repositories_and_failures_that_wait_are_bounded() {
    let client = Client::start(ClockMode::Instant).await;
    let post = async |path: &str, body: serde_json::Value| posted(&client, path, body).await;
    for number in 0..100 {
        client.sandbox.control().add_git(&format!("r{number}"), None, "GITHUB", "prod").expect("there is room");
        client.sandbox.control().fail_next("stack.restart", "no memory left").expect("there is room");
    }
    let long = "x".repeat(1_001);
    for (path, body, refused) in [
        ("git", json!({ "name": "r100" }), Some("100 repositories")),
        ("git", json!({ "name": "r1", "hostname": "api" }), None),
        ("git", json!({ "name": "r1", "branch": long }), Some("at most 1000 bytes")),
        ("fail-next", json!({ "action": "*" }), Some("100 failures")),
        ("fail-next", json!({ "action": "*", "reason": long }), Some("at most 1000 bytes")),
        ("deploy", json!({ "hostname": "api", "outcome": "fail", "reason": long }), Some("at most 1000 bytes")),
    ] {
        let (status, text) = post(path, body).await;
        assert_eq!(status, if refused.is_some() { 400 } else { 200 }, "{text}");
        assert!(refused.is_none_or(|why| text.contains(why)), "{text}");
    }
    client.sandbox.control().reset();
    client.sandbox.control().fail_next("stack.restart", "no memory left").expect("there is room again");
}
