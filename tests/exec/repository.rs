//! A service that is built from a repository.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::driver::{CONTAINERS, Driver};
use crate::harness::need::need;

/// A web server that lets git answer.
const SERVER: &str = r#"
import http.server, os, subprocess, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        env = dict(os.environ, GIT_PROJECT_ROOT=sys.argv[1], GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path,
            QUERY_STRING=query, REQUEST_METHOD=self.command, CONTENT_LENGTH=str(len(body)),
            CONTENT_TYPE=self.headers.get("Content-Type", ""), GIT_CONFIG_COUNT="1",
            GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*",
            GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
            HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""))
        answer = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True).stdout
        head, _, rest = answer.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        self.send_response(int(dict(fields).get("Status", "200").split()[0]))
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(rest)
    do_POST = do_GET
    def log_message(self, *arguments):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"#;

const YAML: &str = "zerops:
  - setup: prod
    build: {buildCommands: [echo built > made], deployFiles: ./}
    run: {initCommands: [cat made, ls -A], start: sleep 98777}
";

fn git(at: &Path, words: &[&str]) {
    let ran = Command::new("git").arg("-C").arg(at).args(words).output().expect("git runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[tokio::test]
async fn a_repository_is_fetched_built_and_deployed() {
    if !need(CONTAINERS) || !need(&["git", "python3"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let repository = folder.path().join("recipe");
    std::fs::create_dir(&repository).expect("a folder");
    std::fs::write(repository.join("zerops.yaml"), YAML).expect("written");
    git(&repository, &["init", "-q"]);
    git(&repository, &["add", "-A"]);
    git(&repository, &["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]);
    let mut server = tokio::process::Command::new("python3");
    server.args(["-c", SERVER]).arg(folder.path()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut server = server.spawn().expect("a server");
    let mut lines = BufReader::new(server.stdout.take().expect("output")).lines();
    let port = lines.next_line().await.expect("readable").expect("a port");
    let service = |name: &str, path: &str| {
        format!(
            "services: [{{hostname: {name}, type: ubuntu@22.04, zeropsSetup: prod, buildFromGit: 'http://127.0.0.1:{port}/{path}'}}]"
        )
    };

    let driver = Driver::start("services: []").await;
    driver.import(&service("app", "recipe")).await;
    assert_eq!(driver.service("app").await["status"], "ACTIVE");
    let log = driver.log("app").await;
    assert!(log.iter().any(|line| line == "built") && log.iter().any(|line| line == "zerops.yaml"), "{log:#?}");
    assert!(log.iter().all(|line| line != ".git"), "{log:#?}");

    for (name, path, reason) in
        [("none", "nowhere", "was not fetched: git ended with"), ("git", "x.git", "end in .git")]
    {
        let yaml = service(name, path);
        let import = format!("/project/{}/service-stack/import", driver.project);
        let answer = driver.call("POST", &import, serde_json::json!({ "yaml": yaml })).await;
        let processes = answer["serviceStacks"][0]["processes"].as_array().expect("processes");
        let last = processes.last().expect("a build")["id"].as_str().expect("an id");
        assert_eq!(driver.ended(last).await, "FAILED");
        let found = driver.call("GET", &format!("/process/{last}"), Value::Null).await;
        let version = found["appVersion"]["id"].as_str().expect("a version").to_owned();
        let log = driver.build_log(&version).await;
        assert!(log.iter().any(|line| line.contains(reason)), "{log:#?}");
    }
}
