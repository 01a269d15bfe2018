//! A client for the tests, which knows paths and nothing of the platform.

use serde_json::{Value, json};

use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::paths::PREFIX;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::seeds::Seed;
use crate::sandbox::server::Sandbox;
use crate::sandbox::tokens::TokenKind;

/// A gzip tar of files.
pub(super) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
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

/// The same as it must not be.
pub(super) fn archive_without_folders(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, text.as_bytes()).expect("appended");
    }
    builder.into_inner().expect("a tar").finish().expect("a gzip")
}

/// A sandbox with the large seed, and a client of it.
pub(super) struct Client {
    pub(super) sandbox: Sandbox,
    pub(super) http: reqwest::Client,
}

impl Client {
    pub(super) async fn start(clock: ClockMode) -> Self {
        Self::with(Options::deterministic(clock).seed(Seed::builtin("node-postgres").expect("seed"))).await
    }

    /// One of the platform of May 2026.
    pub(super) async fn former(clock: ClockMode) -> Self {
        let seed = Seed::builtin("node-postgres").expect("seed");
        Self::with(Options::deterministic(clock).platform(PlatformDate::May2026).seed(seed)).await
    }

    pub(super) async fn with(options: Options) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self { sandbox: Sandbox::start(options).await.expect("sandbox"), http: http.build().expect("client") }
    }

    pub(super) fn request(&self, method: &str, path: &str, token: Option<&str>) -> reqwest::RequestBuilder {
        let method = method.parse().expect("method");
        let request = self.http.request(method, format!("{}{PREFIX}{path}", self.sandbox.url()));
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Calls as a kind of token; the answer is its status and its JSON.
    pub(super) async fn call_as(&self, kind: TokenKind, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = self.request(method, path, Some(kind.token()));
        let answer = if method == "GET" { request } else { request.json(&body) }.send().await.expect("answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.expect("json"))
    }

    pub(super) async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        self.call_as(TokenKind::Valid, method, path, body).await
    }

    /// A new version of a service: its id and the address for its archive.
    pub(super) async fn version(&self, hostname: &str) -> (String, String) {
        let path = self.path(hostname).await;
        let made = self.ok("POST", &format!("{path}/app-version"), json!({ "name": null })).await;
        let text = |field: &str| made[field].as_str().expect(field).to_owned();
        (text("id"), text("uploadUrl"))
    }

    /// Sends an archive to an address; the answer is its status and its JSON.
    pub(super) async fn upload(&self, url: &str, bytes: Vec<u8>) -> (u16, Value) {
        let answer = self.http.put(url).body(bytes).send().await.expect("answer");
        (answer.status().as_u16(), answer.json().await.expect("json"))
    }

    /// Builds and deploys an archive by a document; the answer is the version and the process.
    pub(super) async fn push(&self, hostname: &str, files: &[(&str, &str)], yaml: &str) -> (String, Value) {
        let (version, url) = self.version(hostname).await;
        assert_eq!(self.upload(&url, archive(files)).await, (200, json!({ "success": true })));
        let body = json!({ "zeropsYaml": yaml, "zeropsYamlSetup": null });
        (version.clone(), self.ok("PUT", &format!("/app-version/{version}/build-and-deploy"), body).await)
    }

    /// A call that works.
    pub(super) async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, value) = self.call(method, path, body).await;
        assert_eq!(status, 200, "{method} {path}: {value}");
        value
    }

    /// The status and the code of a call that is refused.
    pub(super) async fn refused(&self, method: &str, path: &str, body: Value) -> (u16, String) {
        let (status, value) = self.call(method, path, body).await;
        (status, value["error"]["code"].as_str().unwrap_or_default().to_owned())
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        self.ok("GET", path, Value::Null).await
    }

    /// The one project of the token.
    pub(super) async fn project(&self) -> String {
        let found = self.ok("POST", "/project/search", json!({"search":[],"sort":[]})).await;
        assert_eq!(found["totalHits"], 1);
        found["items"][0]["id"].as_str().expect("id").to_owned()
    }

    pub(super) async fn service(&self, hostname: &str) -> Value {
        let project = self.project().await;
        self.get(&format!("/service-stack-by-name/{project}/{hostname}")).await
    }

    /// `/service-stack/{id}` of a service.
    pub(super) async fn path(&self, hostname: &str) -> String {
        let service = self.service(hostname).await;
        format!("/service-stack/{}", service["id"].as_str().expect("id"))
    }
}
