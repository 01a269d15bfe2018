//! A client that knows addresses and nothing of the platform.

use std::path::Path;

use serde_json::{Value, json};
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

/// A document whose build takes what it is given.
pub(super) const YAML: &str = "zerops:
  - setup: api
    build: { base: nodejs@22, buildCommands: [npm ci], deployFiles: ./ }
    run: { base: nodejs@22, prepareCommands: [apk add jq], start: node server.js }
";

/// A sandbox with TLS whose time stands.
pub(super) async fn sandbox() -> Sandbox {
    let seed = Seed::builtin("node-postgres").expect("a built-in seed");
    let options = Options::deterministic(ClockMode::Manual).seed(seed).tls_port(0);
    Sandbox::start(options).await.expect("the sandbox starts")
}

/// A client of one address.
pub(super) struct Client {
    pub(super) http: reqwest::Client,
    /// The address before every path.
    base: String,
}

impl Client {
    /// A client that trusts the authority of a file, or nothing beyond what the system does.
    pub(super) fn new(address: &str, ca_file: Option<&Path>) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let mut builder = reqwest::Client::builder().no_proxy();
        if let Some(file) = ca_file {
            let pem = std::fs::read(file).expect("the authority");
            builder = builder.tls_certs_only([reqwest::Certificate::from_pem(&pem).expect("a certificate")]);
        }
        Self { http: builder.build().expect("a client"), base: format!("{address}/api/rest/public") }
    }

    /// A client of the TLS address that trusts the sandbox.
    pub(super) fn trusting(sandbox: &Sandbox) -> Self {
        let (address, ca_file) = sandbox.secure().expect("TLS");
        Self::new(&address, Some(&ca_file))
    }

    /// A call that works.
    pub(super) async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let method = method.parse().expect("a method");
        let request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(TokenKind::Valid.token());
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.json().await.expect("JSON")
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        self.ok("GET", path, Value::Null).await
    }

    /// The id of the project.
    pub(super) async fn project(&self) -> String {
        let found = self.ok("POST", "/project/search", json!({ "search": [], "sort": [] })).await;
        text(&found["items"][0]["id"])
    }

    /// The id of a service.
    pub(super) async fn service(&self, hostname: &str) -> String {
        let project = self.project().await;
        text(&self.get(&format!("/service-stack-by-name/{project}/{hostname}")).await["id"])
    }

    /// The address of the log.
    pub(super) async fn log(&self) -> String {
        text(&self.get(&format!("/project/{}/log", self.project().await)).await["url"])
    }

    /// Uploads an archive and lets it be built.
    pub(super) async fn push(&self) -> Value {
        let service = self.service("api").await;
        let version = self.ok("POST", &format!("/service-stack/{service}/app-version"), json!({ "name": null })).await;
        let sent = self.http.put(text(&version["uploadUrl"])).body(archive()).send().await.expect("an answer");
        assert_eq!(sent.status().as_u16(), 200);
        let body = json!({ "zeropsYaml": YAML, "zeropsYamlSetup": "api" });
        let id = text(&version["id"]);
        self.ok("PUT", &format!("/app-version/{id}/build-and-deploy"), body).await
    }
}

fn archive() -> Vec<u8> {
    let mut builder = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    header.set_mode(0o644);
    builder.append_data(&mut header, "server.js", &b"1+1;"[..]).expect("appended");
    builder.into_inner().expect("a tar").finish().expect("a gzip")
}

/// A value that is text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}
