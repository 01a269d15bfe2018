//! `zcp sync`: guides from a repository and back, against a small server in the place of GitHub, and the catalog against a
//! sandbox.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zcp::sandbox::options::Options;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;

const TOKEN: &str = "gh-token-0f1e2d3c4b5a";
const BACKUPS: &str = "---\ntitle: Backups at night\ndescription: When they are made\n---\n\nThey are made at night.\n";
const TABS: &str = "---\ntitle: Tabs\n---\n\nimport Tabs from 'x'\n\n<Tabs>\n\nText.\n\n</Tabs>\n";

/// A repository as the server has it: its files by path, what was pushed, and who asked.
#[derive(Default)]
struct Repository {
    files: BTreeMap<String, String>,
    branches: Vec<String>,
    pushed: BTreeMap<String, String>,
    pulls: Vec<Value>,
    tokens: Vec<Option<String>>,
}

type Shared = Arc<Mutex<Repository>>;

/// The hash of a file: any will do that changes with it.
fn sha(text: &str) -> String {
    let sum = text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("{sum:016x}")
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut repository = shared.lock().expect("lock");
    let token = parts.headers.get("authorization").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let may_write = token.as_deref() == Some(&*format!("Bearer {TOKEN}"));
    repository.tokens.push(token);
    let path = parts.uri.path().strip_prefix("/repos/quoll/docs").unwrap_or_default().to_owned();
    let of = |text: &str| json!({ "content": STANDARD.encode(text), "encoding": "base64", "sha": sha(text) });
    let refuse = |status, why: &str| (status, Json(json!({ "message": why }))).into_response();
    match (parts.method.as_str(), path.as_str()) {
        ("POST" | "PUT", _) if !may_write => refuse(StatusCode::UNAUTHORIZED, "Requires authentication"),
        ("GET", "/contents/guides") => {
            let entry = |(path, text): (&String, &String)| json!({ "type": "file", "path": path, "sha": sha(text) });
            let mut entries: Vec<Value> = repository.files.iter().map(entry).collect();
            entries.push(json!({ "type": "dir", "path": "guides/more", "sha": "1" }));
            entries.push(json!({ "type": "file", "path": "guides/../../etc/passwd.md", "sha": "1" }));
            Json(entries).into_response()
        }
        ("GET", "/git/ref/heads/main") => Json(json!({ "object": { "sha": "abc" } })).into_response(),
        ("POST", "/git/refs") => {
            assert_eq!(body["sha"], "abc");
            repository.branches.push(body["ref"].as_str().expect("a ref").to_owned());
            Json(json!({})).into_response()
        }
        ("POST", "/pulls") => {
            repository.pulls.push(body);
            Json(json!({ "html_url": "https://github.example/quoll/docs/pull/1" })).into_response()
        }
        ("GET", path) => match path.strip_prefix("/contents/").and_then(|path| repository.files.get(path)) {
            Some(text) => Json(of(text)).into_response(),
            None => refuse(StatusCode::NOT_FOUND, "Not Found"),
        },
        ("PUT", path) => {
            let path = path.strip_prefix("/contents/").expect("a file").to_owned();
            assert_eq!(body["sha"], sha(&repository.files[&path]), "the hash of what is replaced");
            let text = STANDARD.decode(body["content"].as_str().expect("content")).expect("base64");
            repository.pushed.insert(path, String::from_utf8(text).expect("text"));
            Json(json!({})).into_response()
        }
        _ => refuse(StatusCode::NOT_FOUND, "Not Found"),
    }
}

async fn serve(shared: &Shared) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let app = Router::new().fallback(answer).with_state(Arc::clone(shared));
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// Runs `zcp sync`.
async fn zcp(words: &[&str], environment: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
    command.arg("sync").args(words).stdin(Stdio::null()).env_clear().env("PATH", "/usr/bin:/bin");
    command.envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("it runs").expect("it starts");
    let Output { status, stdout, stderr } = output;
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(!said.contains(TOKEN), "{said}");
    (status.success(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guides_come_and_go_back_as_a_pull_request() {
    let shared = Shared::default();
    for (path, text) in [("guides/backups-at-night.mdx", BACKUPS), ("guides/tabs.mdx", TABS)] {
        shared.lock().expect("lock").files.insert(path.to_owned(), text.to_owned());
    }
    let url = serve(&shared).await;
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_str().expect("a path");
    fs::create_dir_all(folder.path().join("knowledge/topics")).expect("a folder");
    let own = folder.path().join("knowledge/topics/written-here.md");
    fs::write(&own, "---\ntitle: Written here\n---\n\nText.\n").expect("written");
    let place = ["--repository", "quoll/docs", "--folder", "guides", "--api", &url, "--root", root];
    let with = |first: &[&'static str]| [first, &place[..]].concat();

    let (_, said) = zcp(&with(&["guides", "pull"]), &[]).await;
    assert!(said.contains("not taken guides/backups-at-night.mdx: say --new"), "{said}");
    let (_, said) = zcp(&with(&["guides", "pull", "--new", "--dry-run"]), &[]).await;
    assert!(said.contains("+They are made at night.") && !said.contains("passwd"), "{said}");
    let file = folder.path().join("knowledge/topics/backups-at-night.md");
    assert!(!file.exists());
    let (worked, said) = zcp(&with(&["guides", "pull", "--new"]), &[]).await;
    assert!(worked && said.contains("new knowledge/topics/tabs.md, without what only a web page has"), "{said}");
    let text = fs::read_to_string(&file).expect("a document");
    assert!(text.contains("title: \"Backups at night\"\nsummary: \"When they are made\"\nkind: topic\n"), "{text}");
    assert!(text.contains(&format!("source: quoll/docs/guides/backups-at-night.mdx@{}\n", sha(BACKUPS))), "{text}");
    assert!(text.ends_with("\n---\n\nThey are made at night.\n"), "{text}");

    // What a person wrote into the front matter stays when the guide changes there.
    let text = text.replace("keywords: [backups, at, night]", "keywords: [backup, nightly]");
    fs::write(&file, &text).expect("written");
    let (_, said) = zcp(&with(&["guides", "pull"]), &[]).await;
    assert!(said.contains("unchanged knowledge/topics/backups-at-night.md"), "{said}");
    let next = BACKUPS.replace("at night.", "at noon.");
    shared.lock().expect("lock").files.insert("guides/backups-at-night.mdx".to_owned(), next.clone());
    let (_, said) = zcp(&with(&["guides", "pull", "backups-at-night"]), &[]).await;
    assert!(said.contains("updated knowledge/topics/backups-at-night.md") && !said.contains("tabs"), "{said}");
    let text = fs::read_to_string(&file).expect("a document");
    assert!(text.contains("keywords: [backup, nightly]") && text.ends_with("They are made at noon.\n"), "{text}");

    // Edits here: proposed with a token and not without, and never over what has changed there.
    fs::write(&file, text.replace("at noon.", "at noon, and kept for a week.")).expect("written");
    let (worked, said) = zcp(&with(&["guides", "push"]), &[]).await;
    assert!(!worked && said.contains("nothing was pushed: set GH_TOKEN"), "{said}");
    let token = [("GH_TOKEN", TOKEN)];
    let (_, said) = zcp(&with(&["guides", "push", "--dry-run"]), &token).await;
    assert!(said.contains("+They are made at noon, and kept for a week."), "{said}");
    assert!(shared.lock().expect("lock").pulls.is_empty());
    let (worked, said) = zcp(&with(&["guides", "push", "--title", "Say how long"]), &token).await;
    assert!(worked && said.contains("https://github.example/quoll/docs/pull/1"), "{said}");
    {
        let repository = shared.lock().expect("lock");
        let wanted = next.replace("at noon.", "at noon, and kept for a week.");
        assert_eq!(repository.pushed["guides/backups-at-night.mdx"], wanted);
        assert_eq!(repository.branches.len(), 1);
        assert_eq!(
            (&repository.pulls[0]["title"], &repository.pulls[0]["base"]),
            (&json!("Say how long"), &json!("main"))
        );
        assert!(repository.tokens.iter().any(Option::is_none), "a pull takes no token");
    }
    shared.lock().expect("lock").files.insert("guides/backups-at-night.mdx".to_owned(), BACKUPS.to_owned());
    let (worked, said) = zcp(&with(&["guides", "push"]), &token).await;
    assert!(!worked && said.contains("changed there since it was pulled"), "{said}");
    let tabs = folder.path().join("knowledge/topics/tabs.md");
    let edited = fs::read_to_string(&tabs).expect("a document").replace("Text.", "Other text.");
    fs::write(&tabs, edited).expect("written");
    let (worked, said) = zcp(&with(&["guides", "push", "tabs"]), &token).await;
    assert!(!worked && said.contains("has parts that are no Markdown"), "{said}");
    assert_eq!(fs::read_to_string(&own).expect("a document"), "---\ntitle: Written here\n---\n\nText.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_places_are_refused_before_anything_is_asked() {
    for (words, why) in [
        (["--api", "http://api.github.com"], "http:// to another machine"),
        (["--repository", "quoll"], "OWNER/NAME"),
        (["--repository", "quoll/../docs"], "OWNER/NAME"),
        (["--folder", "a/../../b"], "--folder"),
        (["--branch", "a b"], "--branch"),
    ] {
        let (worked, said) = zcp(&[&["guides", "pull"][..], &words].concat(), &[]).await;
        assert!(!worked && said.contains(why), "{words:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_catalog_follows_the_platform() {
    let options = Options::new().seed(Seed::builtin("empty").expect("a seed"));
    let sandbox = Sandbox::start(options).await.expect("a sandbox");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("spec/catalog.yaml");
    fs::create_dir_all(folder.path().join("spec")).expect("a folder");
    let ours =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/catalog.yaml")).expect("the catalog");
    fs::write(&file, &ours).expect("written");
    let (url, home) = (sandbox.url(), folder.path().to_str().expect("a path"));
    let environment = [("ZCP_API_HOST", url.as_str()), ("ZCP_API_KEY", TokenKind::Valid.token()), ("HOME", home)];
    let words = ["catalog", "--root", home];
    let (_, said) = zcp(&[&words[..], &["--dry-run"]].concat(), &environment).await;
    assert_eq!(fs::read_to_string(&file).expect("the catalog"), ours, "{said}");
    let (_, said) = zcp(&words, &environment).await;
    let changed = fs::read_to_string(&file).expect("the catalog");
    // The sandbox plays the platform of the day that the catalog is of.
    assert_eq!(changed, ours, "{said}");
    let words = ["catalog", "--root", "/no/such/folder"];
    let (worked, said) = zcp(&words, &environment).await;
    assert!(!worked && said.contains("/no/such/folder"), "{said}");
    sandbox.shutdown().await;
}
