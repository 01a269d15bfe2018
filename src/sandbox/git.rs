//! A git remote on loopback: git's smart HTTP over the git of this computer. A push to a repository that a
//! service is connected to brings about a version of it, as a webhook of GitHub or GitLab does, or the job of
//! a workflow.
//!
//! Derived from git's http-protocol(5). Guessed: that such a version is called like its commit.
//! Deliberately absent: users, and every hook of git itself.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::import::builds;
use super::import::service::BuildPart;
use super::model::app_version::GitSource;
use super::model::service::Port;
use super::pipeline::start;
use super::shared::Shared;
use crate::programs::{Limits, Needs, capture, command, start as spawn};

/// The path before every repository.
pub(crate) const PREFIX: &str = "/git/";
/// The services of git that are offered.
const SERVICES: [&str; 2] = ["git-upload-pack", "git-receive-pack"];
/// What git may take and say.
const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, time: Duration::from_mins(1) };
/// A larger pack that a client has compressed is none.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// What a push to a repository brings about.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Repository {
    /// Its name, the last part of its address.
    pub(crate) name: String,
    /// The service that gets a version; none for a repository that nothing is connected to.
    #[serde(default)]
    pub(crate) hostname: Option<String>,
    /// Who makes the version: `GITHUB`, `GITLAB`, or `CLI` for the job of a workflow.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// The setup that is built.
    #[serde(default)]
    pub(crate) setup: Option<String>,
    /// The branch whose pushes count.
    #[serde(default)]
    pub(crate) branch: Option<String>,
}

/// The repositories by name.
pub(crate) type Repositories = BTreeMap<String, Repository>;

/// Makes a repository; answers its address.
///
/// # Errors
/// Its name is none, or git is missing.
pub(crate) fn create(shared: &Shared, repository: Repository) -> Result<String, String> {
    let name = repository.name.clone();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(plain) || name.starts_with('-') {
        return Err("`name` has 1 to 40 characters a-z, 0-9 and -".to_owned());
    }
    let url = format!("{}{PREFIX}{name}", shared.url);
    shared.repositories().insert(name, repository);
    Ok(url)
}

fn folder(shared: &Shared, name: &str) -> PathBuf {
    shared.folder.path().join("git").join(format!("{name}.git"))
}

/// Answers a request of git.
pub(crate) async fn answer(
    shared: &Arc<Shared>,
    method: &str,
    path: &str,
    query: &[(String, String)],
    headers: &HeaderMap,
    body: &[u8],
) -> Response<Body> {
    let rest = path.strip_prefix(PREFIX).unwrap_or_default();
    let (name, what) = rest.split_once('/').unwrap_or_default();
    let name = name.strip_suffix(".git").unwrap_or(name);
    let Some(repository) = shared.repositories().get(name).cloned() else {
        return plain(StatusCode::NOT_FOUND, "no such repository");
    };
    let folder = folder(shared, name);
    if let Err(message) = made(&folder).await {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, &message);
    }
    let offered = |service: &str| SERVICES.iter().find(|known| **known == service).copied();
    let asked = query.iter().find(|(key, _)| key == "service").and_then(|(_, value)| offered(value));
    match (method, what, asked, offered(what)) {
        ("GET", "info/refs", Some(service), _) => {
            let head = format!("# service={service}\n");
            let mut bytes = format!("{:04x}{head}0000", head.len() + 4).into_bytes();
            match run(&folder, service, &["--stateless-rpc", "--advertise-refs"], &[]).await {
                Ok(refs) => {
                    bytes.extend(refs);
                    reply(&format!("application/x-{service}-advertisement"), bytes)
                }
                Err(message) => plain(StatusCode::INTERNAL_SERVER_ERROR, &message),
            }
        }
        ("POST", _, _, Some(service)) => {
            let Some(body) = unpacked(headers, body) else {
                return plain(StatusCode::BAD_REQUEST, "the body cannot be read");
            };
            let before = head(&folder, &repository).await;
            let result = run(&folder, service, &["--stateless-rpc"], &body).await;
            let after = head(&folder, &repository).await;
            if let Some(commit) = after.filter(|after| Some(after) != before.as_ref()) {
                pushed(shared, &repository, &commit);
                start::pending(shared).await;
            }
            match result {
                Ok(bytes) => reply(&format!("application/x-{service}-result"), bytes),
                Err(message) => plain(StatusCode::INTERNAL_SERVER_ERROR, &message),
            }
        }
        _ => plain(StatusCode::NOT_FOUND, "git asks for info/refs, git-upload-pack and git-receive-pack"),
    }
}

/// Begins the version of the service that the repository is connected to.
fn pushed(shared: &Shared, repository: &Repository, commit: &str) {
    let Some(hostname) = &repository.hostname else { return };
    let mut world = shared.world();
    let Some(service) = world.data.services.iter().find(|service| service.hostname == *hostname).cloned() else {
        return;
    };
    let setup = repository.setup.clone().unwrap_or_else(|| hostname.clone());
    let source = GitSource { url: format!("{}{PREFIX}{}", shared.url, repository.name), setup, zerops_yaml: None };
    let ports = if service.ports.is_empty() { vec![Port::http(3000)] } else { service.ports.clone() };
    builds::begin_build(
        &mut world,
        &service.project,
        &service.id,
        Some(&BuildPart { source, ports, env: Vec::new() }),
        None,
    );
    let made_by = match repository.source.as_deref() {
        Some("GITLAB") => "GITLAB",
        Some("CLI") => "CLI",
        _ => "GITHUB",
    };
    let newest = world.data.app_versions.iter().rfind(|version| version.service == service.id);
    let newest = newest.map(|version| version.id.clone());
    if let Some(version) = newest.and_then(|id| world.data.app_version_mut(&id)) {
        version.source = made_by;
        version.name = Some(commit.chars().take(8).collect());
    }
    world.record();
}

/// The commit of the branch that counts.
async fn head(folder: &Path, repository: &Repository) -> Option<String> {
    let branch = repository.branch.as_deref().unwrap_or("main");
    let mut git = command("git", Needs::Nothing);
    git.current_dir(folder).args(["rev-parse", "--verify", "--quiet", &format!("refs/heads/{branch}")]);
    let written = capture(git, LIMITS).await.ok()?;
    Some(String::from_utf8_lossy(&written.bytes).trim().to_owned()).filter(|commit| !commit.is_empty())
}

async fn made(folder: &Path) -> Result<(), String> {
    if folder.join("HEAD").is_file() {
        return Ok(());
    }
    let mut git = command("git", Needs::Nothing);
    git.args(["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--"]).arg(folder);
    capture(git, LIMITS).await.map(drop).map_err(|error| format!("git init: {error}"))
}

/// Runs a service of git on a repository.
async fn run(folder: &Path, service: &str, words: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
    let mut git = command("git", Needs::Nothing);
    git.args(["-c", "core.hooksPath=/dev/null", "-c", "receive.autogc=false"]);
    git.arg(service.strip_prefix("git-").unwrap_or(service)).args(words).arg(folder);
    git.stdin(std::process::Stdio::piped());
    let mut running = spawn(git).map_err(|error| format!("git cannot be run: {error}"))?;
    let (stdin, stdout) = (running.stdin(), running.stdout());
    let write = async {
        if let Some(mut stdin) = stdin {
            stdin.write_all(input).await.ok();
        }
    };
    let read = async {
        let mut bytes = Vec::new();
        if let Some(stdout) = stdout {
            let most = u64::try_from(LIMITS.bytes).unwrap_or(u64::MAX);
            stdout.take(most).read_to_end(&mut bytes).await.ok();
        }
        bytes
    };
    let all = async {
        let ((), bytes) = tokio::join!(write, read);
        running.wait().await.map(|_| bytes).map_err(|error| error.to_string())
    };
    tokio::time::timeout(LIMITS.time, all).await.map_err(|_| "git took too long".to_owned())?
}

/// The body as it was before the client compressed it.
fn unpacked(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let packed = headers.get(header::CONTENT_ENCODING).is_some_and(|value| value == "gzip");
    if !packed {
        return Some(body.to_vec());
    }
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(body).take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn reply(kind: &str, bytes: Vec<u8>) -> Response<Body> {
    let response = Response::builder().header(header::CONTENT_TYPE, kind).header(header::CACHE_CONTROL, "no-cache");
    response.body(Body::from(bytes)).unwrap_or_default()
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    Response::builder().status(status).body(Body::from(text.to_owned())).unwrap_or_default()
}
