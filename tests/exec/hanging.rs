//! What hangs, is cancelled, overtaken or replaced: the status of a service and what runs for it agree.

use std::net::TcpListener;

use serde_json::json;

use zcp::sandbox::platform_date::PlatformDate;

use super::driver::{CONTAINERS, Driver, eventually, processes_with};
use crate::harness::need::need;

const APP: &str = "services: [{hostname: app, type: ubuntu@22.04}]";

fn yaml(build: &str, run: &str) -> String {
    format!("zerops: [{{setup: app, build: {{deployFiles: ./, {build}}}, run: {{{run}}}}}]")
}

/// Waits for the command itself: a shell that is given it later has it among its words long before.
async fn runs(text: &str) {
    let is_it = |found: &String| found.trim_end() == text;
    eventually(|| async { processes_with(text).iter().any(is_it).then_some(()) }).await;
}

async fn ends(text: &str) {
    eventually(|| async { processes_with(text).is_empty().then_some(()) }).await;
}

#[tokio::test]
async fn a_service_whose_deploy_hangs_stops_and_is_deleted() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    driver.deploy_well("app", &[("x", "y")], &yaml("", "start: sleep 98770")).await;
    for action in ["stop", "delete"] {
        let hangs = yaml("", "initCommands: [sleep 98771], start: sleep 98770");
        let (version, process) = driver.push("app", &[("x", "y")], &hangs).await;
        runs("sleep 98771").await;
        let path = driver.path("app").await;
        let begun = match action {
            "stop" => driver.call("PUT", &format!("{path}/stop"), json!({})).await,
            _ => driver.call("DELETE", &path, json!({})).await,
        };
        assert_eq!(driver.ended(begun["id"].as_str().expect("an id")).await, "FINISHED");
        ends("sleep 98771").await;
        ends("sleep 98770").await;
        assert_eq!(driver.ended(&process).await, "CANCELED");
        if action == "stop" {
            assert_eq!(driver.version_status(&version).await, "CANCELLED");
            assert_eq!(driver.service("app").await["status"], "STOPPED");
        }
    }
}

#[tokio::test]
async fn what_is_cancelled_leaves_running_what_its_status_says() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    let init = "n=$(cat n || echo 0); echo $((n + 1)) > n; test $n != 1 || sleep 98772";
    let run = format!("initCommands: ['{init}'], ports: [{{port: 3000}}], start: sleep 98773");
    driver.deploy_well("app", &[("x", "y")], &yaml("", &run)).await;
    let path = driver.path("app").await;
    let begin = async |action: &str| {
        let begun = driver.call("PUT", &format!("{path}/{action}"), json!({})).await;
        begun["id"].as_str().expect("an id").to_owned()
    };
    let cancel = async |process: &str| {
        driver.call("PUT", &format!("/process/{process}/cancel"), json!({})).await;
        assert_eq!(driver.ended(process).await, "CANCELED");
    };
    let restart = begin("restart").await;
    runs("sleep 98772").await;
    assert!(processes_with("sleep 98773").is_empty());
    cancel(&restart).await;
    assert_eq!(driver.service("app").await["status"], "ACTIVE");
    runs("sleep 98773").await;
    assert_eq!(driver.act("app", "stop").await, "FINISHED");
    assert!(processes_with("sleep 98773").is_empty());
    // Nothing listens, so the start waits a while after the application runs.
    let start = begin("start").await;
    runs("sleep 98773").await;
    cancel(&start).await;
    assert_eq!(driver.service("app").await["status"], "STOPPED");
    ends("sleep 98773").await;
}

#[tokio::test]
async fn an_older_push_does_not_take_the_place_of_a_newer_one() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(APP).await;
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let wait = format!(
        "until python3 -c \"import socket; socket.create_connection((\\\"127.0.0.1\\\", {}))\" 2>&-; do sleep 0.1; done",
        address.port()
    );
    let slow = yaml(&format!("buildCommands: ['{wait}']"), "start: sleep 98774");
    let (older, process) = driver.push("app", &[("x", "y")], &slow).await;
    let newer = driver.deploy_well("app", &[("x", "y")], &yaml("", "start: sleep 98775")).await;
    let _go_on = TcpListener::bind(address).expect("the address");
    assert_eq!(driver.ended(&process).await, "FAILED");
    assert_eq!(driver.version_status(&older).await, "DEPLOY_FAILED");
    driver.logged("app", "version 1 is not deployed: version 2, which was pushed later, is active already").await;
    assert_eq!(driver.version_status(&newer).await, "ACTIVE");
    assert!(!processes_with("sleep 98775").is_empty() && processes_with("sleep 98774").is_empty());
    // One that was active before may come back.
    driver.deploy_well("app", &[("x", "y")], &yaml("", "start: sleep 98774")).await;
    let back = driver.call("PUT", &format!("/app-version/{newer}/deploy"), json!({})).await;
    assert_eq!(driver.ended(back["id"].as_str().expect("an id")).await, "FINISHED");
    assert_eq!(driver.version_status(&newer).await, "ACTIVE");
}

#[tokio::test]
async fn a_service_that_is_replaced_runs_no_longer() {
    if !need(CONTAINERS) {
        return;
    }
    // Only the former platform replaces what an import names.
    let driver = Driver::playing(PlatformDate::May2026, APP, true).await;
    driver.deploy_well("app", &[("x", "y")], &yaml("", "start: sleep 98776")).await;
    driver.import("services: [{hostname: app, type: ubuntu@22.04, override: true}]").await;
    assert!(processes_with("sleep 98776").is_empty());
    assert_eq!(driver.service("app").await["status"], "READY_TO_DEPLOY");
}
