//! A git remote on loopback: git's smart HTTP over the git of this computer. A push to a repository that a
//! service is connected to brings about a version of it, as a webhook of GitHub or GitLab does, or the job of
//! a workflow.
//!
//! Derived from git's http-protocol(5). Guessed: that such a version is called like its commit.
//! Deliberately absent: users, and every hook of git itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::import::builds;
use super::import::service::BuildPart;
use super::model::app_version::GitSource;
use super::model::service::Port;
use super::pipeline::start;
use super::shared::Shared;
use crate::domain::control::Repository;
use crate::programs::{Limits, Needs, capture, command, start as spawn};

/// The path before every repository.
pub(crate) const PREFIX: &str = "/git/";
/// The services of git that are offered.
const SERVICES: [&str; 2] = ["git-upload-pack", "git-receive-pack"];
/// What git may take and say.
const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, time: Duration::from_mins(1) };
/// A larger pack is none, whether or not a client has compressed it.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// What git may ask the system for at once: an object says itself how large it is.
const MOST_MEMORY: &str = "256m";
/// How git is run, with bounds that hold for all of its parts together.
const SETTINGS: [&str; 6] = [
    "core.hooksPath=/dev/null",
    "receive.autogc=false",
    "receive.maxInputSize=32m",
    // Each thread takes room of its own, and so does each pack that is looked into.
    "pack.threads=1",
    "core.packedGitWindowSize=16m",
    "core.packedGitLimit=256m",
];
/// Bounds the room of each process that git becomes, in KiB, where the system can.
const BOUNDED: &str = r#"ulimit -v 1048576 2>/dev/null; exec "$0" "$@""#;
/// Repositories at a time.
const MOST_REPOSITORIES: usize = 100;
/// Bytes of each of their texts.
const MOST_TEXT: usize = 1_000;

/// Makes a repository; answers its address.
///
/// # Errors
/// Its name is none, a text is too long, or there are as many as can be.
pub(crate) fn create(shared: &Shared, repository: Repository) -> Result<String, String> {
    let name = repository.name.clone();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(plain) || name.starts_with('-') {
        return Err("`name` has 1 to 40 characters a-z, 0-9 and -".to_owned());
    }
    for text in [&repository.hostname, &repository.source, &repository.setup, &repository.branch] {
        if text.as_ref().is_some_and(|text| text.len() > MOST_TEXT) {
            return Err(format!("the texts of a repository have at most {MOST_TEXT} bytes"));
        }
    }
    let url = format!("{}{PREFIX}{name}", shared.url);
    let mut repositories = shared.repositories();
    if repositories.len() >= MOST_REPOSITORIES && !repositories.contains_key(&name) {
        return Err(format!("there are {MOST_REPOSITORIES} repositories already"));
    }
    repositories.insert(name, repository);
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
    let mut git = if cfg!(unix) {
        let mut shell = command("sh", Needs::Nothing);
        shell.args(["-c", BOUNDED, "git"]);
        shell
    } else {
        command("git", Needs::Nothing)
    };
    git.env("GIT_ALLOC_LIMIT", MOST_MEMORY);
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.arg(service.strip_prefix("git-").unwrap_or(service)).args(words).arg(folder);
    // What it says to the client is in its answer; nobody reads the rest.
    git.stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
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
    let mut bytes = Vec::new();
    if packed {
        flate2::read::GzDecoder::new(body).take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    } else {
        bytes.extend_from_slice(body);
    }
    u64::try_from(bytes.len()).is_ok_and(|length| length <= MOST_BYTES).then_some(bytes)
}

fn reply(kind: &str, bytes: Vec<u8>) -> Response<Body> {
    let response = Response::builder().header(header::CONTENT_TYPE, kind).header(header::CACHE_CONTROL, "no-cache");
    response.body(Body::from(bytes)).unwrap_or_default()
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    Response::builder().status(status).body(Body::from(text.to_owned())).unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// What a client sends that pushes a commit which says of itself that it has so many bytes.
    fn push(size: usize) -> Vec<u8> {
        let (old, new) = ("0".repeat(40), "1".repeat(40));
        let line = format!("{old} {new} refs/heads/main\0report-status side-band-64k\n");
        let mut bytes = format!("{:04x}{line}0000PACK\0\0\0\u{2}\0\0\0\u{1}", line.len() + 4).into_bytes();
        // Kind and size, seven bits at a time, the lowest first.
        let (mut byte, mut rest) = ((1 << 4) | (size & 0xf), size >> 4);
        while rest > 0 {
            bytes.push(u8::try_from(byte | 0x80).expect("a byte"));
            (byte, rest) = (rest & 0x7f, rest >> 7);
        }
        bytes.push(u8::try_from(byte).expect("a byte"));
        let mut packer = flate2::write::ZlibEncoder::new(bytes, flate2::Compression::default());
        packer.write_all(b"x").expect("written");
        packer.finish().expect("packed")
    }

    #[tokio::test]
    async fn an_object_that_says_that_it_is_huge_is_refused_before_there_is_room_for_it() {
        if crate::programs::find("git").is_none() {
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("shop.git");
        std::fs::create_dir(&folder).expect("made");
        made(&folder).await.expect("made");
        for (size, refused) in [(100, false), (1_610_612_736, true)] {
            let answer = run(&folder, "git-receive-pack", &["--stateless-rpc"], &push(size)).await.expect("an answer");
            let answer = String::from_utf8_lossy(&answer).into_owned();
            // Neither is a pack; of the second not even that is found out. Git tells the bound in bytes.
            assert!(answer.contains("unpack"), "{answer}");
            assert_eq!(answer.contains("268435456"), refused, "{answer}");
        }
    }

    #[test]
    fn what_unpacks_to_more_than_a_pack_may_have_is_refused() {
        let most = usize::try_from(MOST_BYTES).expect("a length");
        let mut headers = HeaderMap::new();
        for packed in [false, true] {
            for (length, taken) in [(most, true), (most + 1, false)] {
                let mut body = vec![0; length];
                if packed {
                    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                    packer.write_all(&body).expect("written");
                    body = packer.finish().expect("packed");
                }
                let unpacked = unpacked(&headers, &body).map(|bytes| bytes.len());
                assert_eq!(unpacked, taken.then_some(length), "{packed} {length}");
            }
            headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
        }
    }
}
