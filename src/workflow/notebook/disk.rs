//! The files of a notebook: what each is called, what it has, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::book::Book;
use super::seal::Seal;
use super::{LOCAL, SCHEMA};
use crate::domain::unseen;
use crate::files::{FileError, Kind, Problem, Root};

/// The folders, each with what its files are called.
const SERVICES: &str = "services";
const SESSIONS: &str = "sessions";
const WORK: &str = "work";
pub(super) const FOLDERS: [&str; 3] = [SERVICES, SESSIONS, WORK];
const REGISTRY: &str = "registry.json";
/// What a change of several files is written to before it is made.
const JOURNAL: &str = "journal.json";
const ENDING: &str = ".json";
/// How what cannot be read is called.
const ASIDE: &str = ".broken";
/// A larger file is none of zcp's.
const MOST_BYTES: u64 = 256 * 1024;
/// A journal has many of them.
const MOST_JOURNAL: u64 = 16 * 1024 * 1024;
/// More files in a folder are not looked at.
const MOST_FILES: usize = 1000;

/// What stands in every file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page<T> {
    schema: u64,
    project: String,
    /// See [`Seal`]; none in a folder that the user named, which is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
    content: T,
}

/// The part of it that every schema has.
#[derive(Debug, Deserialize)]
struct Head {
    schema: u64,
    project: Option<String>,
}

/// Whose a notebook is: what its files say it is of, and by what they show who wrote them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose<'a> {
    pub(super) project: &'a str,
    /// How files are believed.
    pub(super) trust: Trust<'a>,
}

/// How the files of a notebook are believed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trust<'a> {
    /// The folder is the user's.
    Folder,
    /// Those that have this seal.
    Sealed(&'a Seal),
    /// None: there is no key yet, so zcp has written nothing here.
    Nothing,
}

/// Files by path: their text, or nothing for one that is to go.
pub(super) type Files = BTreeMap<String, Option<String>>;

/// What a notebook has.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// What could be read of this project.
    pub(super) book: Book,
    /// The text of each file of this project.
    pub(super) texts: BTreeMap<String, String>,
    /// Files that cannot be read.
    pub(super) broken: BTreeSet<String>,
    /// Files that zcp did not write here.
    pub(super) foreign: BTreeSet<String>,
    /// Files of a newer schema.
    pub(super) newer: Vec<(String, u64)>,
    /// Files of another project.
    pub(super) others: BTreeSet<String>,
    /// A change that was begun and not ended.
    pub(super) pending: Files,
}

enum Found<T> {
    Ours(T),
    Other,
    Newer(u64),
    Foreign,
    Broken,
}

/// Reads all of it.
pub(super) fn load(root: &Root, whose: Whose<'_>) -> Loaded {
    let mut loaded = Loaded::default();
    match journal(root, whose) {
        Found::Ours(pending) => loaded.pending = pending,
        Found::Foreign => drop(loaded.foreign.insert(JOURNAL.to_owned())),
        _ => drop(loaded.broken.insert(JOURNAL.to_owned())),
    }
    for folder in FOLDERS {
        let mut names = names(root, folder);
        let pending = loaded.pending.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        names.extend(pending.map(str::to_owned));
        for file in names {
            let Some(name) = file.strip_suffix(ENDING).filter(|name| is_name(folder, name)).map(str::to_owned) else {
                continue;
            };
            let path = format!("{folder}/{file}");
            match folder {
                SERVICES => read(root, whose, &path, &mut loaded, |book, unit| drop(book.units.insert(name, unit))),
                SESSIONS => read(root, whose, &path, &mut loaded, |book, one| drop(book.sessions.insert(name, one))),
                _ => read(root, whose, &path, &mut loaded, |book, work| drop(book.works.insert(name, work))),
            }
        }
    }
    read(root, whose, REGISTRY, &mut loaded, |book, registry| book.registry = registry);
    loaded
}

/// The files that are to be there for a book.
pub(super) fn render(book: &Book, whose: Whose<'_>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut add = |path: String, content: serde_json::Result<Value>| {
        if let Some(text) = content.ok().and_then(|content| text(whose, &path, content)) {
            texts.insert(path, text);
        }
    };
    for (name, unit) in &book.units {
        add(format!("{SERVICES}/{name}{ENDING}"), serde_json::to_value(unit));
    }
    for (name, session) in &book.sessions {
        add(format!("{SESSIONS}/{name}{ENDING}"), serde_json::to_value(session));
    }
    for (name, work) in &book.works {
        add(format!("{WORK}/{name}{ENDING}"), serde_json::to_value(work));
    }
    if !book.registry.open.is_empty() {
        add(REGISTRY.to_owned(), serde_json::to_value(&book.registry));
    }
    texts
}

/// The journal of a change.
pub(super) fn journal_text(whose: Whose<'_>, files: &Files) -> Option<(&'static str, String)> {
    Some((JOURNAL, text(whose, JOURNAL, serde_json::to_value(files).ok()?)?))
}

/// Where the journal is.
pub(super) fn journal_path() -> &'static Path {
    Path::new(JOURNAL)
}

/// A name for a broken file that nothing has yet.
pub(super) fn aside(root: &Root, path: &str) -> String {
    let names = std::iter::once(format!("{path}{ASIDE}")).chain((2..).map(|n: u32| format!("{path}{ASIDE}-{n}")));
    let mut free = names.filter(|name| root.look(Path::new(name)).is_err_and(FileError::is_missing));
    free.next().unwrap_or_default()
}

/// Whether a file may be called so: what becomes a path is a hostname, an id or a number.
pub(super) fn is_name(folder: &str, name: &str) -> bool {
    let all = |fits: fn(u8) -> bool| !name.is_empty() && name.len() <= 40 && name.bytes().all(fits);
    match folder {
        SERVICES => {
            let starts = name.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
            name == LOCAL || (starts && all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
        }
        SESSIONS => all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)),
        _ => all(|byte| byte.is_ascii_digit() || byte == b'-'),
    }
}

fn text(whose: Whose<'_>, path: &str, content: Value) -> Option<String> {
    let seal = match whose.trust {
        Trust::Sealed(seal) => Some(seal.of(path, whose.project, &content.to_string())),
        Trust::Folder | Trust::Nothing => None,
    };
    let page = Page { schema: u64::from(SCHEMA), project: whose.project.to_owned(), seal, content };
    serde_json::to_string_pretty(&page).ok().map(|text| text + "\n")
}

/// The files of a folder, as far as they are files.
fn names(root: &Root, folder: &str) -> BTreeSet<String> {
    let names = root.names(Path::new(folder)).unwrap_or_default();
    names.into_iter().take(MOST_FILES).filter_map(|name| name.into_string().ok()).collect()
}

/// The change that was begun and not ended; empty when there is none.
fn journal(root: &Root, whose: Whose<'_>) -> Found<Files> {
    let bytes = match root.file_itself(journal_path()).and_then(|file| crate::files::bounded(file, MOST_JOURNAL)) {
        Ok(bytes) => bytes,
        Err(error) if error.is_missing() => return Found::Ours(Files::new()),
        Err(_) => return Found::Broken,
    };
    let is_ours = |path: &String| {
        let named = path.split_once('/').and_then(|(folder, file)| Some((folder, file.strip_suffix(ENDING)?)));
        path == REGISTRY || named.is_some_and(|(folder, name)| FOLDERS.contains(&folder) && is_name(folder, name))
    };
    let Ok(page) = serde_json::from_slice::<Page<Value>>(&bytes) else { return Found::Broken };
    // One of another project is ended all the same: each of its files says whose it is.
    if !is_believed(&page, JOURNAL, whose.trust) {
        return Found::Foreign;
    }
    match serde_json::from_value::<Files>(page.content) {
        Ok(files) if page.schema == u64::from(SCHEMA) && files.keys().all(is_ours) => Found::Ours(files),
        _ => Found::Broken,
    }
}

/// Whether a file was written by who may say such things.
fn is_believed(page: &Page<Value>, path: &str, trust: Trust<'_>) -> bool {
    match trust {
        Trust::Folder => true,
        Trust::Sealed(seal) => {
            page.seal.as_deref().is_some_and(|on| seal.is_on(on, path, &page.project, &page.content.to_string()))
        }
        Trust::Nothing => false,
    }
}

fn read<T: DeserializeOwned>(
    root: &Root,
    whose: Whose<'_>,
    path: &str,
    loaded: &mut Loaded,
    put: impl FnOnce(&mut Book, T),
) {
    let text = match loaded.pending.get(path) {
        Some(None) => return,
        Some(Some(text)) => Ok(text.clone()),
        None => match root.file_itself(Path::new(path)).and_then(|file| crate::files::bounded(file, MOST_BYTES)) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| ()),
            Err(error) if error.is_missing() => return,
            // A folder or a link is not of zcp's making, and is left alone.
            Err(error) if matches!(error.problem, Problem::NotRegular | Problem::Link) => return,
            Err(_) => Err(()),
        },
    };
    let found = text.as_deref().map_or(Found::Broken, |text| page(text, path, whose));
    match (found, text) {
        (Found::Ours(content), Ok(text)) => {
            put(&mut loaded.book, content);
            loaded.texts.insert(path.to_owned(), text);
        }
        (Found::Other, _) => drop(loaded.others.insert(path.to_owned())),
        (Found::Foreign, _) => drop(loaded.foreign.insert(path.to_owned())),
        (Found::Newer(schema), _) => loaded.newer.push((path.to_owned(), schema)),
        _ => drop(loaded.broken.insert(path.to_owned())),
    }
}

fn page<T: DeserializeOwned>(text: &str, path: &str, whose: Whose<'_>) -> Found<T> {
    let Ok(head) = serde_json::from_str::<Head>(text) else { return Found::Broken };
    if head.schema > u64::from(SCHEMA) {
        return Found::Newer(head.schema);
    }
    let Ok(page) = serde_json::from_str::<Page<Value>>(text) else { return Found::Broken };
    if !is_believed(&page, path, whose.trust) {
        return Found::Foreign;
    }
    if page.schema == u64::from(SCHEMA) && head.project.is_some_and(|project| project != whose.project) {
        return Found::Other;
    }
    match serde_json::from_value(seen(page.content)) {
        Ok(content) if page.schema == u64::from(SCHEMA) => Found::Ours(content),
        _ => Found::Broken,
    }
}

/// A value without characters that nobody sees or that a terminal obeys: some of its texts are shown.
fn seen(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.chars().filter_map(unseen::in_lines).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(seen).collect()),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, seen(value))).collect(),
        other => other,
    }
}

/// Whether something stands at a path that is no file, so that none can be put there.
pub(super) fn is_blocked(root: &Root, path: &str) -> bool {
    root.look(Path::new(path)).is_ok_and(|look| look.kind != Kind::File)
}
