//! Builds that fail, are cancelled, keep a cache, and what `static` serves.


use serde_json::json;

use super::driver::{CONTAINERS, Driver, eventually, processes_with};
use crate::harness::need::need;

const APP: &str = "services: [{hostname: app, type: nodejs@22}, {hostname: web, type: static}]";

fn yaml(build: &str) -> String {
    format!("zerops:\n  - setup: app\n    build: {{deployFiles: ./, {build}}}\n    run: {{start: sleep 1000}}\n")
}

#[tokio::test]
async fn a_build_that_fails_says_which_command_and_how() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    let cases = [
        ("buildCommands: [echo fine, 'echo bad; exit 42', echo never]", "`echo bad; exit 42` ended with exit code 42"),
        ("buildCommands: ['kill -9 $$']", "was ended by signal 9 (SIGKILL)"),
        ("base: gleam@1.5", "gleam@1.5 needs the program `gleam`"),
        ("buildCommands: [mkdir dist]\n, deployFiles: nope", "deployFiles: `nope` matches nothing in the build folder"),
    ];
    for (build, reason) in cases {
        let yaml = match build.split_once("\n, ") {
            Some((build, files)) => yaml(build).replace("deployFiles: ./", files),
            None => yaml(build),
        };
        let (version, status) = driver.deploy("app", &[("x", "y")], &yaml).await;
        let log = driver.build_log(&version).await;
        assert_eq!(status, "BUILD_FAILED", "{log:#?}");
        assert!(log.iter().any(|line| line.contains(reason)), "{reason}: {log:#?}");
        assert!(log.iter().all(|line| line != "never"), "{log:#?}");
    }
}

#[tokio::test]
async fn a_cancelled_build_leaves_nothing_behind() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    let (version, process) = driver.push("app", &[("x", "y")], &yaml("buildCommands: [echo now, sleep 98761]")).await;
    eventually(|| async { (!processes_with("sleep 98761").is_empty()).then_some(()) }).await;
    driver.call("PUT", &format!("/process/{process}/cancel"), json!({})).await;
    assert_eq!(driver.ended(&process).await, "CANCELED");
    assert_eq!(driver.version_status(&version).await, "CANCELLED");
    eventually(|| async { processes_with("sleep 98761").is_empty().then_some(()) }).await;
}

#[tokio::test]
async fn what_a_build_keeps_is_there_for_the_next_one() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    let yaml = yaml("cache: [kept], buildCommands: ['ls kept lost 2>&1 || true', mkdir -p kept lost, echo 1 > kept/it, echo 1 > lost/it]");
    let (first, status) = driver.deploy("app", &[("x", "y")], &yaml).await;
    assert_eq!(status, "ACTIVE", "{:#?}", driver.build_log(&first).await);
    let second = driver.deploy_well("app", &[("x", "y")], &yaml).await;
    let log = driver.build_log(&second).await;
    assert!(log.iter().any(|line| line == "it"), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("lost")), "{log:#?}");
}

#[tokio::test]
async fn static_files_are_served_with_their_redirects() {
    if !need(CONTAINERS) {
        return;
    }
    let driver = Driver::start(APP).await;
    let yaml = "zerops:
  - setup: web
    build: {buildCommands: [mkdir -p out/deep, 'mv index.html out/', 'echo page > out/about.html'], deployFiles: out/~}
    run:
      base: static
      routing:
        redirects: [{from: /old, to: /about, status: 301}, {from: /same, to: /about}]
        headers: [{for: /*, values: {X-Test: \"'yes'\"}}]
";
    driver.deploy_well("web", &[("index.html", "<h1>hi</h1>")], yaml).await;
    let url = driver.publish("web").await;
    assert_eq!(driver.get(&url, "/").await, (200, "<h1>hi</h1>".into()));
    assert_eq!(driver.get(&url, "/about").await, (200, "page\n".into()));
    assert_eq!(driver.get(&url, "/same").await, (200, "page\n".into()));
    assert_eq!(driver.get(&url, "/deep/link/of/an/application").await.0, 200);
    assert_eq!(driver.get(&url, "/old").await.0, 301);
    driver.logged("web", "\"GET /about\" 200").await;
    let refused = yaml.replace("base: static\n", "base: nginx@1.22\n      siteConfigPath: site.conf.tmpl\n");
    let (version, status) = driver.deploy("web", &[("index.html", "x")], &refused).await;
    assert_eq!(status, "BUILD_FAILED");
    let log = driver.build_log(&version).await;
    assert!(log.iter().any(|line| line.contains("siteConfigPath is not supported")), "{log:#?}");
}
