//! A client for the tests, which knows paths and nothing of the platform.

use serde_json::{Value, json};

use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::routes::PREFIX;
use crate::sandbox::seeds::Seed;
use crate::sandbox::server::Sandbox;
use crate::sandbox::tokens::TokenKind;

/// A sandbox with the large seed, and a client of it.
pub(super) struct Client {
    pub(super) sandbox: Sandbox,
    pub(super) http: reqwest::Client,
}

impl Client {
    pub(super) async fn start(clock: ClockMode) -> Self {
        Self::with(Options::deterministic(clock).seed(Seed::builtin("node-postgres").expect("seed"))).await
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
