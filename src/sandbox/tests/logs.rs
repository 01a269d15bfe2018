//! Logs in two steps, and the habits of the backend.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::control::logs::LogLine;
use crate::sandbox::faults::{Fault, FaultKind};
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::seeds::Seed;

async fn address(client: &Client) -> String {
    let project = client.project().await;
    client.get(&format!("/project/{project}/log")).await["url"].as_str().expect("url").to_owned()
}

async fn read(client: &Client, address: &str, query: &str) -> Vec<Value> {
    let answer = client.http.get(format!("{address}&{query}")).send().await.expect("answer");
    assert_eq!(answer.status().as_u16(), 200);
    answer.json::<Value>().await.expect("json")["items"].as_array().expect("items").clone()
}

fn messages(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["message"].as_str().expect("message")).collect()
}

#[tokio::test]
async fn the_address_is_absolute_and_ends() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let project = client.project().await;
    let access = client.get(&format!("/project/{project}/log")).await;
    let url = access["url"].as_str().expect("url");
    assert!(url.starts_with(&format!("{}/api/rest/log?accessToken=", client.sandbox.url())));
    assert_eq!(access["expiration"], "2026-01-02T04:04:05Z");
    for name in ["accessToken", "urlInfo", "urlPlain", "urlUi"] {
        assert!(access[name].is_string(), "{name}");
    }
    assert!(!read(&client, url, "limit=1").await.is_empty());
    let status = |address: String| async { client.http.get(address).send().await.expect("answer").status().as_u16() };
    assert_eq!(status(format!("{}/api/rest/log?accessToken=wrong", client.sandbox.url())).await, 401);
    assert_eq!(status(format!("{}/api/rest/log", client.sandbox.url())).await, 401);
    control.advance(Duration::from_hours(1));
    assert_eq!(status(url.to_owned()).await, 401);
    let printed = format!("{:?}", control.requests());
    assert!(!printed.contains(access["accessToken"].as_str().expect("token")));
}

#[tokio::test]
async fn services_and_builds_write_of_themselves() {
    let client = Client::start(ClockMode::Instant).await;
    let address = address(&client).await;
    let api = client.service("api").await;
    let id = api["id"].as_str().expect("id");
    let lines = read(&client, &address, &format!("serviceStackId={id}&desc=0")).await;
    assert!(messages(&lines).contains(&"listening on 0.0.0.0:3000"), "{lines:?}");
    assert!(lines.iter().any(|line| line["facility"] == 3 && line["facilityLabel"] == "daemon"));
    let apps = read(&client, &address, &format!("serviceStackId={id}&facility=16")).await;
    assert!(apps.len() < lines.len() && apps.iter().all(|line| line["priority"].as_u64().expect("number") >= 128));
    let version = &api["activeAppVersion"];
    let tag = format!("zbuilder@{}", version["id"].as_str().expect("id"));
    let build = read(&client, &address, &format!("tags={tag}&desc=0")).await;
    assert_eq!(messages(&build).last(), Some(&"BUILD FINISHED"));
    let builder = version["build"]["serviceStackId"].as_str().expect("id");
    assert_eq!(read(&client, &address, &format!("serviceStackId={builder}&desc=0")).await, build);
    let line = &build[0];
    for name in ["id", "timestamp", "hostname", "content", "client", "msgId", "procId", "tag", "appName", "containerId"]
    {
        assert!(line[name].is_string(), "{name}");
    }
    assert_eq!((&line["severityLabel"], &line["appName"]), (&json!("Informational"), &json!("zbuilder")));
}

#[tokio::test]
async fn the_backend_selects_and_ignores_as_observed() {
    let client = Client::start(ClockMode::Manual).await;
    let control = client.sandbox.control();
    let id = client.service("worker").await["id"].as_str().expect("id").to_owned();
    let line = |second: u8, severity: u8, tag: &str| LogLine {
        severity: Some(severity),
        tag: Some(tag.into()),
        timestamp: Some(format!("2027-01-01T00:00:0{second}.5Z").parse().expect("time")),
        container_id: Some(format!("container{second}")),
        ..LogLine::new(format!("line {second}"))
    };
    control.write_logs("worker", &[line(3, 3, "c"), line(1, 6, "a"), line(2, 4, "b")]).expect("written");
    let address = format!("{}&serviceStackId={id}", address(&client).await);
    let ask = |query: &'static str| read(&client, &address, query);
    assert_eq!(messages(&ask("desc=1&limit=3").await), ["line 3", "line 2", "line 1"]);
    assert_eq!(messages(&ask("desc=1&limit=3&since=1m&search=nope&from=2027-01-01T00:00:03Z").await).len(), 3);
    assert_eq!(messages(&ask("desc=1&minimumSeverity=4&limit=5000").await), ["line 3", "line 2"]);
    assert_eq!(messages(&ask("desc=1&minimumSeverity=ERROR&limit=3").await).len(), 3);
    assert_eq!(messages(&ask("desc=1&tags=a,c").await), ["line 3", "line 1"]);
    assert_eq!(messages(&ask("containerId=container2").await), ["line 2"]);
    assert!(ask("limit=50000").await.is_empty());
    let all = ask("desc=0").await;
    let first = all[0]["id"].as_str().expect("id");
    let rest = read(&client, &address, &format!("desc=0&from={first}")).await;
    assert_eq!(messages(&rest), messages(&all)[1..]);
    let times: Vec<&str> = all.iter().map(|line| line["timestamp"].as_str().expect("time")).collect();
    assert_eq!(times.last(), Some(&"2027-01-01T00:00:03.5Z"));
}

#[tokio::test]
async fn a_project_reads_its_own_log_only() {
    let seed = |project: &str, hostname: &str| {
        Seed::new(project, format!("services: [{{hostname: {hostname}, type: nodejs@22, startWithoutCode: true}}]"))
    };
    let options = Options::deterministic(ClockMode::Instant).seed(seed("demo", "mine")).seed(seed("other", "theirs"));
    let client = Client::with(options).await;
    client.sandbox.control().write_logs("theirs", &[LogLine::new("hidden")]).expect("written");
    let lines = read(&client, &address(&client).await, "limit=1000").await;
    assert!(!lines.is_empty() && lines.iter().all(|line| line["tag"] == "mine"));
}

#[tokio::test]
async fn control_writes_lines_over_http_and_the_backend_can_fail() {
    let client = Client::start(ClockMode::Instant).await;
    let url = format!("{}/sandbox/logs", client.sandbox.url());
    let post = |body: Value| {
        let request = client.http.post(&url).json(&body);
        async { request.send().await.expect("answer").status().as_u16() }
    };
    let line =
        json!({"message":"boom","severity":2,"facility":17,"timestamp":"2027-01-01T00:00:00.123456789Z","tag":"t"});
    assert_eq!(post(json!({"hostname":"api","lines":[line],"generate":250})).await, 200);
    let address = address(&client).await;
    let lines = read(&client, &address, "desc=1&limit=1000").await;
    assert_eq!(
        (&lines[0]["message"], &lines[0]["timestamp"]),
        (&json!("boom"), &json!("2027-01-01T00:00:00.123456789Z"))
    );
    assert!(lines.len() > 250);
    let digits: std::collections::HashSet<usize> = lines
        .iter()
        .map(|line| line["timestamp"].as_str().expect("time").split('.').nth(1).map_or(0, |text| text.len() - 1))
        .collect();
    assert!(digits.len() > 5, "{digits:?}");
    for body in [
        json!({"hostname":"nope","lines":[]}),
        json!({"hostname":"api","lines":[{"message":"x","severity":8}]}),
        json!({"hostname":"api","lines":[{"message":"x","timestamp":"yesterday"}]}),
        json!({"hostname":"api","lines":[{"text":"x"}]}),
    ] {
        assert_eq!(post(body).await, 400);
    }
    let status = FaultKind::Status { status: 503, code: None, message: None, meta: None, retry_after: None };
    client.sandbox.control().add_fault(Fault::new("log.fetch", status)).expect("known");
    assert_eq!(client.http.get(&address).send().await.expect("answer").status().as_u16(), 503);
}
