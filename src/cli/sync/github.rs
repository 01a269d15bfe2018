//! A repository on GitHub, over its REST API (<https://docs.github.com/rest>, 2022-11-28).
//!
//! A token is sent to the host that the API was named with and to no other: redirects are not followed.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, redirect};
use serde_json::{Value, json};

use super::args::Place;
use super::guide::{is_path, is_plain, slug_of};
use crate::domain::environment::given;
use crate::platform::host::Host;
use crate::programs::{Limits, Needs, capture, command};

/// Bytes of an answer at most.
const MOST: usize = 16 * 1024 * 1024;
const TIME: Duration = Duration::from_secs(30);
/// Files of a folder at most.
const MOST_FILES: usize = 500;
const TOKENS: [&str; 2] = ["GH_TOKEN", "GITHUB_TOKEN"];
/// The host whose token gh has.
const GITHUB: &str = "api.github.com";

/// A repository.
pub(super) struct Repository {
    http: reqwest::Client,
    origin: String,
    token: Option<HeaderValue>,
    /// `OWNER/NAME`.
    pub(super) name: String,
    pub(super) folder: String,
    pub(super) branch: String,
}

/// A file of it.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: String,
    /// The hash of its content, as git has it.
    pub(super) sha: String,
    pub(super) text: String,
}

impl Repository {
    /// The repository that arguments name.
    pub(super) async fn open(place: &Place) -> Result<Self, String> {
        let host = Host::parse(&place.api, "--api").map_err(|error| error.message)?;
        let is_name = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_plain);
        let parts: Vec<&str> = place.repository.split('/').collect();
        if !matches!(parts.as_slice(), [owner, name] if is_name(owner) && is_name(name)) {
            return Err("--repository is OWNER/NAME".to_owned());
        }
        let folder = place.folder.trim_matches('/').to_owned();
        if !is_path(&folder) || !is_path(&place.branch) {
            return Err("--folder and --branch are paths of letters, digits and - _ . /".to_owned());
        }
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder().redirect(redirect::Policy::none()).timeout(TIME);
        let builder = if host.is_loopback() { builder.no_proxy() } else { builder };
        let http = builder.build().map_err(|_| "HTTPS could not be set up".to_owned())?;
        let scheme = if host.is_plain() { "http" } else { "https" };
        let token = match TOKENS.iter().find_map(|name| given(std::env::var_os(name))) {
            Some(token) => Some(token.to_string_lossy().trim().to_owned()),
            None if host.to_string() == GITHUB => of_gh().await,
            None => None,
        };
        let token = token.and_then(|token| HeaderValue::try_from(format!("Bearer {token}")).ok());
        let token = token.map(|mut token| {
            token.set_sensitive(true);
            token
        });
        let (name, branch) = (place.repository.clone(), place.branch.clone());
        Ok(Self { http, origin: format!("{scheme}://{host}"), token, name, folder, branch })
    }

    /// Whether changes can be proposed.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The guides of the folder: their paths and hashes.
    pub(super) async fn list(&self) -> Result<Vec<(String, String)>, String> {
        let listed = self.call(Method::GET, &self.contents(&self.folder, true), None).await?;
        let entries = listed.as_array().ok_or_else(|| format!("`{}` of {} is no folder", self.folder, self.name))?;
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let files = entries.iter().filter(|entry| entry["type"] == "file").take(MOST_FILES);
        let files = files.map(|entry| (text(entry, "path"), text(entry, "sha")));
        Ok(files.filter(|(path, _)| slug_of(path).is_some() && is_path(path)).collect())
    }

    /// One file as it is on the branch.
    pub(super) async fn file(&self, path: &str) -> Result<File, String> {
        let got = self.call(Method::GET, &self.contents(path, true), None).await?;
        let packed: String = got["content"].as_str().unwrap_or_default().split_whitespace().collect();
        let bytes = STANDARD.decode(packed).map_err(|_| format!("`{path}` came in no form that is known"))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("`{path}` is no text"))?;
        let sha = got["sha"].as_str().unwrap_or_default().to_owned();
        Ok(File { path: path.to_owned(), sha, text })
    }

    /// Proposes files as a pull request; answers its address.
    pub(super) async fn propose(&self, title: &str, branch: &str, files: &[File]) -> Result<String, String> {
        let at = format!("/repos/{}/git/ref/heads/{}", self.name, self.branch);
        let head = self.call(Method::GET, &at, None).await?;
        let sha = head["object"]["sha"].as_str().ok_or_else(|| format!("there is no branch `{}`", self.branch))?;
        let made = json!({ "ref": format!("refs/heads/{branch}"), "sha": sha });
        self.call(Method::POST, &format!("/repos/{}/git/refs", self.name), Some(&made)).await?;
        for file in files {
            let change = json!({
                "message": format!("{title}: {}", slug_of(&file.path).unwrap_or_default()),
                "content": STANDARD.encode(&file.text),
                "sha": file.sha,
                "branch": branch,
            });
            self.call(Method::PUT, &self.contents(&file.path, false), Some(&change)).await?;
        }
        let names: Vec<String> = files.iter().map(|file| format!("- `{}`", file.path)).collect();
        let pull = json!({
            "title": title,
            "head": branch,
            "base": self.branch,
            "body": format!("Edited in the documents of zcp:\n\n{}\n", names.join("\n")),
        });
        let made = self.call(Method::POST, &format!("/repos/{}/pulls", self.name), Some(&pull)).await?;
        Ok(made["html_url"].as_str().unwrap_or_default().to_owned())
    }

    fn contents(&self, path: &str, of_branch: bool) -> String {
        let query = if of_branch { format!("?ref={}", self.branch) } else { String::new() };
        format!("/repos/{}/contents/{path}{query}", self.name)
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let what = format!("{method} {}{}", self.origin, path.split('?').next().unwrap_or_default());
        let mut request = self.http.request(method, format!("{}{path}", self.origin));
        request = request.header(ACCEPT, "application/vnd.github+json").header("X-GitHub-Api-Version", "2022-11-28");
        request = request.header(USER_AGENT, concat!("zcp/", env!("CARGO_PKG_VERSION")));
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, token.clone());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let mut answer = request.send().await.map_err(|_| format!("{what}: no answer"))?;
        let status = answer.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(more) = answer.chunk().await.map_err(|_| format!("{what}: the answer broke off"))? {
            bytes.extend_from_slice(&more);
            if bytes.len() > MOST {
                return Err(format!("{what}: the answer is larger than {MOST} bytes"));
            }
        }
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if (200..300).contains(&status) {
            return Ok(value);
        }
        let said = value["message"].as_str().map(|said| format!(": {said}")).unwrap_or_default();
        Err(format!("{what}: {status}{said}"))
    }
}

/// The token that gh is logged in with.
async fn of_gh() -> Option<String> {
    let mut gh = command("gh", Needs::Nothing);
    gh.args(["auth", "token", "--hostname", "github.com"]);
    let written = capture(gh, Limits { bytes: 4096, time: Duration::from_secs(10) }).await.ok()?;
    Some(String::from_utf8(written.bytes).ok()?.trim().to_owned()).filter(|token| !token.is_empty())
}
