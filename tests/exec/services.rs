//! Services that run: addresses, names, switches, crashes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::driver::{CONTAINERS, Driver, eventually};
use crate::harness::need::need;

const TWO: &str = "services:
  - {hostname: one, type: python@3.11}
  - {hostname: two, type: python@3.11}
";

/// A server that says its version, a variable, and what another service says.
const APP: &str = r#"
import http.server, os, sys, urllib.request
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/crash":
            os._exit(3)
        if self.path.startswith("/ask/"):
            text = urllib.request.urlopen("http://" + self.path[5:] + ":3000/").read().decode()
        elif self.path == "/env":
            text = os.environ.get("GREETING", "-")
        elif self.path == "/where":
            text = os.getcwd() + " " + os.environ["HOME"] + " " + os.uname().nodename
        else:
            text = open("version.txt").read()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())
    def log_message(self, format, *arguments):
        print("asked for", self.path, flush=True)
print("serving", flush=True)
http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", 3000))), Handler).serve_forever()
"#;

fn yaml(hostname: &str, greeting: &str) -> String {
    format!(
        "zerops:
  - setup: {hostname}
    build:
      base: python@3.11
      buildCommands: [echo building $(pwd), echo 'warned' >&2]
      deployFiles: ./
    deploy:
      readinessCheck:
        httpGet: {{port: 3000, path: /}}
        failureTimeout: 60
    run:
      base: python@3.11
      ports: [{{port: 3000, httpSupport: true}}]
      envVariables: {{GREETING: '{greeting}'}}
      start: python3 app.py
"
    )
}

#[tokio::test]
async fn two_services_on_one_port_reach_each_other_by_name_and_are_public() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(TWO).await;
    let version = driver
        .deploy_well("one", &[("app.py", APP), ("version.txt", "I am one")], &yaml("one", "hello ${two_hostname}"))
        .await;
    driver.deploy_well("two", &[("app.py", APP), ("version.txt", "I am two")], &yaml("two", "x")).await;
    let log = driver.build_log(&version).await;
    for line in ["unpacked 2 files", "building /build/source", "warned", "BUILD FINISHED"] {
        assert!(log.iter().any(|found| found == line), "{line}: {log:#?}");
    }
    let one = driver.publish("one").await;
    assert_eq!(driver.get(&one, "/").await, (200, "I am one".into()));
    assert_eq!(driver.get(&one, "/ask/two").await, (200, "I am two".into()));
    assert_eq!(driver.get(&one, "/env").await, (200, "hello two".into()));
    assert_eq!(driver.get(&one, "/where").await.1.split(' ').take(2).collect::<Vec<_>>(), ["/var/www", "/home/zerops"]);
    driver.logged("one", "asked for /env").await;
    let other = one.replace("one-", "two-");
    assert_eq!(driver.get(&other, "/").await.0, 404);
    assert_eq!(driver.act("one", "stop").await, "FINISHED");
    assert_eq!(driver.get(&one, "/").await.0, 502);
    assert_eq!(driver.act("one", "start").await, "FINISHED");
    assert_eq!(driver.get(&one, "/").await, (200, "I am one".into()));
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_new_version_takes_over_without_a_gap_and_a_broken_one_does_not() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Arc::new(Driver::start(TWO).await);
    let plain = yaml("one", "x");
    driver.deploy_well("one", &[("app.py", APP), ("version.txt", "first")], &plain).await;
    let url = driver.publish("one").await;
    let over = Arc::new(AtomicBool::new(false));
    let asking = tokio::spawn({
        let (driver, url, over) = (Arc::clone(&driver), url.clone(), Arc::clone(&over));
        async move {
            let mut answers = Vec::new();
            while !over.load(Ordering::Relaxed) {
                answers.push(driver.get(&url, "/").await);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            answers
        }
    });
    driver.deploy_well("one", &[("app.py", APP), ("version.txt", "second")], &plain).await;
    assert_eq!(driver.get(&url, "/").await, (200, "second".into()));
    over.store(true, Ordering::Relaxed);
    let answers = asking.await.expect("answers");
    assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");

    let init = plain.replace("      start:", "      initCommands: [echo migrating, exit 7]\n      start:");
    let (_, status) = driver.deploy("one", &[("app.py", APP), ("version.txt", "third")], &init).await;
    assert_eq!(status, "DEPLOY_FAILED");
    let log = driver.log("one").await;
    assert!(log.iter().any(|line| line.contains("`exit 7` ended with exit code 7")), "{log:#?}");
    assert!(log.iter().any(|line| line == "RUN.INIT COMMANDS FINISHED WITH ERROR"), "{log:#?}");

    let unready = plain.replace("path: /", "path: /crash");
    let (_, status) = driver.deploy("one", &[("app.py", APP), ("version.txt", "fourth")], &unready).await;
    assert_eq!(status, "DEPLOY_FAILED");
    assert_eq!(driver.get(&url, "/").await, (200, "second".into()));
    assert_eq!(driver.service("one").await["status"], "ACTIVE");
}

#[tokio::test]
async fn what_crashes_is_started_again_and_variables_come_with_a_restart() {
    if !need(CONTAINERS) || !need(&["python3"]) {
        return;
    }
    let driver = Driver::start(TWO).await;
    let yaml = yaml("one", "x").replace("envVariables: {GREETING: 'x'}", "envVariables: {OTHER: 'x'}");
    driver.deploy_well("one", &[("app.py", APP), ("version.txt", "first")], &yaml).await;
    let url = driver.publish("one").await;
    let (_, rest) = url.split_once("://").expect("a scheme");
    let port = rest.rsplit_once(':').expect("a port").1;
    driver.http.get(format!("http://127.0.0.1:{port}/crash")).header("Host", rest).send().await.ok();
    driver.logged("one", "the application ended with exit code 3; it is started again in 1 s").await;
    eventually(|| async { (driver.get(&url, "/").await.0 == 200).then_some(()) }).await;

    let path = driver.path("one").await;
    let body = serde_json::json!({"key": "GREETING", "content": "set", "sensitive": false});
    let set = driver.call("POST", &format!("{path}/user-data"), body).await;
    let process = set["id"].as_str().expect("an id").to_owned();
    driver.ended(&process).await;
    assert_eq!(driver.get(&url, "/env").await.1, "-");
    assert_eq!(driver.act("one", "restart").await, "FINISHED");
    eventually(|| async { (driver.get(&url, "/env").await.1 == "set").then_some(()) }).await;
}

#[tokio::test]
async fn without_namespaces_services_are_processes_with_other_ports() {
    if !need(&["python3", "sh"]) {
        return;
    }
    let driver = Driver::with(TWO, false).await;
    let files = [("app.py", APP), ("version.txt", "plain")];
    let version = driver.deploy_well("one", &files, &yaml("one", "x").replace("$(pwd)", "here")).await;
    assert!(driver.build_log(&version).await.iter().any(|line| line == "building here"));
    driver.deploy_well("two", &files, &yaml("two", "x")).await;
    let url = driver.publish("one").await;
    assert_eq!(driver.get(&url, "/").await, (200, "plain".into()));
    driver.logged("one", "listen on $PORT").await;
    assert_eq!(driver.act("one", "stop").await, "FINISHED");
    assert_eq!(driver.get(&url, "/").await.0, 502);
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn what_fails_its_health_check_loses_its_traffic_and_is_restarted() {
    if !need(CONTAINERS) || !need(&["node"]) {
        return;
    }
    let driver = Driver::start("services: [{hostname: app, type: nodejs@22}]").await;
    let app = "
let sick = false;
require('http').createServer((request, response) => {
  if (request.url === '/sick') sick = true;
  response.statusCode = request.url === '/health' && sick ? 500 : 200;
  response.end('well');
}).listen(8080, '0.0.0.0');
";
    let yaml = "zerops:
  - setup: app
    build: {base: nodejs@22, deployFiles: app.js}
    run:
      base: nodejs@22
      ports: [{port: 8080, httpSupport: true}]
      start: node app.js
      healthCheck: {httpGet: {port: 8080, path: /health}, execPeriod: 1, disconnectTimeout: 1, failureTimeout: 4}
";
    driver.deploy_well("app", &[("app.js", app)], yaml).await;
    let url = driver.publish("app").await;
    assert_eq!(driver.get(&url, "/sick").await, (200, "well".into()));
    driver.logged("app", "the container gets no traffic until its health check passes").await;
    driver.logged("app", "the health check kept failing; the application is restarted").await;
    driver.logged("app", "the health check passes again").await;
    eventually(|| async { (driver.get(&url, "/").await.0 == 200).then_some(()) }).await;
}

#[tokio::test]
async fn a_container_without_code_is_there_to_be_logged_in_to() {
    if !need(CONTAINERS) || !need(&["ssh"]) {
        return;
    }
    let driver = Driver::start("services: [{hostname: dev, type: ubuntu@22.04, startWithoutCode: true}]").await;
    let config = driver.sandbox.ssh_config().expect("a configuration").to_owned();
    let output = eventually(|| async {
        let mut command = tokio::process::Command::new("ssh");
        command.arg("-F").arg(&config).args([
            "-o",
            "BatchMode=yes",
            "dev",
            "pwd; echo $hostname; hostname -I; echo kept > note",
        ]);
        let output = command.output().await.expect("ssh");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    })
    .await;
    assert!(output.starts_with("/var/www\ndev\n10.77."), "{output}");
    let yaml = "zerops: [{setup: dev, build: {deployFiles: ./}, run: {start: zsc noop --silent}}]";
    driver.deploy_well("dev", &[("x", "y")], yaml).await;
    assert_eq!(driver.act("dev", "restart").await, "FINISHED");
}
