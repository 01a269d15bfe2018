//! A sandbox that runs things, and a client that knows only paths.

use std::fs;
use std::future::Future;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zcp::sandbox::options::Options;
use zcp::sandbox::platform_date::PlatformDate;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

/// Guards against hangs; nothing takes that long.
const PATIENCE: Duration = Duration::from_mins(3);

/// A sandbox with a client of it.
pub(crate) struct Driver {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    pub(crate) project: String,
}

/// The programs that containers take.
pub(crate) const CONTAINERS: &[&str] = &["unshare", "nsenter", "ip", "mount", "sh"];

impl Driver {
    /// A project with what an import document holds.
    pub(crate) async fn start(import: &str) -> Self {
        Self::with(import, true).await
    }

    pub(crate) async fn with(import: &str, namespaces: bool) -> Self {
        Self::playing(PlatformDate::default(), import, namespaces).await
    }

    pub(crate) async fn playing(platform: PlatformDate, import: &str, namespaces: bool) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let options = Options::new().seed(Seed::new("demo", import)).execute(true).namespaces(namespaces);
        let options = options.program(env!("CARGO_BIN_EXE_zcp")).index_lag(Duration::ZERO).platform(platform);
        let sandbox = Sandbox::start(options).await.expect("a sandbox");
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let mut driver = Self { sandbox, http: http.build().expect("a client"), project: String::new() };
        let found = driver.call("POST", "/project/search", json!({"search":[],"sort":[]})).await;
        found["items"][0]["id"].as_str().expect("a project").clone_into(&mut driver.project);
        driver
    }

    /// A call that works.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let url = format!("{}/api/rest/public{path}", self.sandbox.url());
        let request = self.http.request(method.parse().expect("a method"), url).bearer_auth(TokenKind::Valid.token());
        let answer = if method == "GET" { request } else { request.json(&body) }.send().await.expect("an answer");
        let status = answer.status();
        let value: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{method} {path}: {value}");
        value
    }

    pub(crate) async fn service(&self, hostname: &str) -> Value {
        self.call("GET", &format!("/service-stack-by-name/{}/{hostname}", self.project), Value::Null).await
    }

    pub(crate) async fn path(&self, hostname: &str) -> String {
        format!("/service-stack/{}", self.service(hostname).await["id"].as_str().expect("an id"))
    }

    /// Uploads an archive and begins to build it: the version and the process.
    pub(crate) async fn push(&self, hostname: &str, files: &[(&str, &str)], yaml: &str) -> (String, String) {
        let path = self.path(hostname).await;
        let made = self.call("POST", &format!("{path}/app-version"), json!({ "name": null })).await;
        let text = |field: &str| made[field].as_str().expect(field).to_owned();
        let version = text("id");
        let sent = self.http.put(text("uploadUrl")).body(archive(files)).send().await.expect("an answer");
        assert!(sent.status().is_success(), "{:?}", sent.text().await);
        let body = json!({ "zeropsYaml": yaml, "zeropsYamlSetup": hostname });
        let begun = self.call("PUT", &format!("/app-version/{version}/build-and-deploy"), body).await;
        (version, begun["id"].as_str().expect("an id").to_owned())
    }

    /// The status of a process at its end.
    pub(crate) async fn ended(&self, process: &str) -> String {
        let path = format!("/process/{process}");
        eventually(|| async {
            let status = self.call("GET", &path, Value::Null).await["status"].as_str().unwrap_or_default().to_owned();
            matches!(status.as_str(), "FINISHED" | "FAILED" | "CANCELED").then_some(status)
        })
        .await
    }

    pub(crate) async fn version_status(&self, version: &str) -> String {
        let found = self.call("GET", &format!("/app-version/{version}"), Value::Null).await;
        found["status"].as_str().unwrap_or_default().to_owned()
    }

    /// Builds and deploys to the end: the version and its status.
    pub(crate) async fn deploy(&self, hostname: &str, files: &[(&str, &str)], yaml: &str) -> (String, String) {
        let (version, process) = self.push(hostname, files, yaml).await;
        self.ended(&process).await;
        let status = self.version_status(&version).await;
        (version, status)
    }

    /// The same for what must go well.
    pub(crate) async fn deploy_well(&self, hostname: &str, files: &[(&str, &str)], yaml: &str) -> String {
        let (version, status) = self.deploy(hostname, files, yaml).await;
        assert_eq!(
            status,
            "ACTIVE",
            "build: {:#?}\nservice: {:#?}",
            self.build_log(&version).await,
            self.log(hostname).await
        );
        version
    }

    /// Does something to a service to the end of its process.
    pub(crate) async fn act(&self, hostname: &str, action: &str) -> String {
        let path = self.path(hostname).await;
        let begun = self.call("PUT", &format!("{path}/{action}"), json!({})).await;
        self.ended(begun["id"].as_str().expect("an id")).await
    }

    /// Imports services, to the end of their processes.
    pub(crate) async fn import(&self, yaml: &str) {
        let path = format!("/project/{}/service-stack/import", self.project);
        let answer = self.call("POST", &path, json!({ "yaml": yaml })).await;
        for service in answer["serviceStacks"].as_array().expect("services") {
            for process in service["processes"].as_array().expect("processes") {
                assert_eq!(self.ended(process["id"].as_str().expect("an id")).await, "FINISHED");
            }
        }
    }

    async fn lines(&self, query: &str) -> Vec<String> {
        let access = self.call("GET", &format!("/project/{}/log", self.project), Value::Null).await;
        let url = access["url"].as_str().expect("an address");
        let url = url.split_once(' ').map_or(url, |(_, url)| url);
        let answer = self.http.get(format!("{url}&limit=5000&{query}")).send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        let items = answer["items"].as_array().expect("items").iter();
        items.map(|item| item["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub(crate) async fn build_log(&self, version: &str) -> Vec<String> {
        self.lines(&format!("tags=zbuilder@{version}")).await
    }

    pub(crate) async fn log(&self, hostname: &str) -> Vec<String> {
        let service = self.service(hostname).await;
        self.lines(&format!("serviceStackId={}", service["id"].as_str().expect("an id"))).await
    }

    /// Waits for a line of a service that holds a text.
    pub(crate) async fn logged(&self, hostname: &str, text: &str) {
        eventually(|| async { self.log(hostname).await.iter().any(|line| line.contains(text)).then_some(()) }).await;
    }

    /// Switches the subdomain of a service on and answers its address.
    pub(crate) async fn publish(&self, hostname: &str) -> String {
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(self.act(hostname, "enable-subdomain-access").await, "FINISHED");
        let env = self.call("GET", &format!("{}/env", self.path(hostname).await), Value::Null).await;
        let items = env["items"].as_array().expect("items");
        let found = items.iter().find(|item| item["key"] == "zeropsSubdomain").expect("an address");
        found["content"].as_str().expect("text").to_owned()
    }

    /// Asks a public address; the answer is its status and its text. The name is resolved here, as
    /// browsers do it.
    pub(crate) async fn get(&self, url: &str, path: &str) -> (u16, String) {
        let (_, rest) = url.split_once("://").expect("a scheme");
        let (_, port) = rest.rsplit_once(':').expect("a port");
        let request = self.http.get(format!("http://127.0.0.1:{port}{path}")).header("Host", rest);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.text().await.expect("text"))
    }
}

/// Asks again until there is an answer.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(mut ask: impl FnMut() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "it did not come to pass");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A gzip tar of files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut entered = std::collections::BTreeSet::new();
    for (name, text) in files {
        // Each folder has an entry before what is in it.
        for (end, _) in name.match_indices('/') {
            if entered.insert(&name[..end]) {
                let mut header = tar::Header::new_gnu();
                header.set_entry_type(tar::EntryType::Directory);
                header.set_size(0);
                header.set_mode(0o755);
                builder.append_data(&mut header, &name[..=end], std::io::empty()).expect("appended");
            }
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, text.as_bytes()).expect("appended");
    }
    builder.into_inner().expect("a tar").finish().expect("a gzip")
}

/// Every process of this computer whose arguments or variables hold a text.
pub(crate) fn processes_with(text: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").expect("processes").flatten();
    let read = |path| fs::read(path).unwrap_or_default();
    entries
        .filter(|entry| entry.file_name().to_string_lossy().bytes().all(|byte| byte.is_ascii_digit()))
        .map(|entry| String::from_utf8_lossy(&read(entry.path().join("cmdline"))).replace('\0', " "))
        .filter(|arguments| arguments.contains(text))
        .collect()
}
