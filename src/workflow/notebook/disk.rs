//! The files of a notebook: what each is called, what it has, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::book::Book;
use super::{LOCAL, SCHEMA};
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
    content: T,
}

/// The part of it that every schema has.
#[derive(Debug, Deserialize)]
struct Head {
    schema: u64,
    #[serde(default)]
    project: String,
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
    Broken,
}

/// Reads all of it.
pub(super) fn load(root: &Root, project: &str) -> Loaded {
    let mut loaded = Loaded::default();
    match journal(root) {
        Ok(pending) => loaded.pending = pending,
        Err(()) => drop(loaded.broken.insert(JOURNAL.to_owned())),
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
                SERVICES => read(root, project, &path, &mut loaded, |book, unit| drop(book.units.insert(name, unit))),
                SESSIONS => read(root, project, &path, &mut loaded, |book, one| drop(book.sessions.insert(name, one))),
                _ => read(root, project, &path, &mut loaded, |book, work| drop(book.works.insert(name, work))),
            }
        }
    }
    read(root, project, REGISTRY, &mut loaded, |book, registry| book.registry = registry);
    loaded
}

/// The files that are to be there for a book.
pub(super) fn render(book: &Book, project: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut add = |path: String, text: Option<String>| texts.extend(text.map(|text| (path, text)));
    for (name, unit) in &book.units {
        add(format!("{SERVICES}/{name}{ENDING}"), text(project, unit));
    }
    for (name, session) in &book.sessions {
        add(format!("{SESSIONS}/{name}{ENDING}"), text(project, session));
    }
    for (name, work) in &book.works {
        add(format!("{WORK}/{name}{ENDING}"), text(project, work));
    }
    if !book.registry.open.is_empty() {
        add(REGISTRY.to_owned(), text(project, &book.registry));
    }
    texts
}

/// The journal of a change.
pub(super) fn journal_text(project: &str, files: &Files) -> Option<(&'static str, String)> {
    Some((JOURNAL, text(project, files)?))
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

fn text<T: Serialize>(project: &str, content: T) -> Option<String> {
    let page = Page { schema: u64::from(SCHEMA), project: project.to_owned(), content };
    serde_json::to_string_pretty(&page).ok().map(|text| text + "\n")
}

/// The files of a folder, as far as they are files.
fn names(root: &Root, folder: &str) -> BTreeSet<String> {
    let names = root.names(Path::new(folder)).unwrap_or_default();
    names.into_iter().take(MOST_FILES).filter_map(|name| name.into_string().ok()).collect()
}

/// The change that was begun and not ended; empty when there is none.
fn journal(root: &Root) -> Result<Files, ()> {
    let bytes = match root.file_itself(journal_path()).and_then(|file| crate::files::bounded(file, MOST_JOURNAL)) {
        Ok(bytes) => bytes,
        Err(error) if error.is_missing() => return Ok(Files::new()),
        Err(_) => return Err(()),
    };
    let page: Page<Files> = serde_json::from_slice(&bytes).map_err(|_| ())?;
    let is_ours = |path: &String| {
        let named = path.split_once('/').and_then(|(folder, file)| Some((folder, file.strip_suffix(ENDING)?)));
        path == REGISTRY || named.is_some_and(|(folder, name)| FOLDERS.contains(&folder) && is_name(folder, name))
    };
    if page.schema == u64::from(SCHEMA) && page.content.keys().all(is_ours) { Ok(page.content) } else { Err(()) }
}

fn read<T: DeserializeOwned>(
    root: &Root,
    project: &str,
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
    let found = text.as_deref().map_or(Found::Broken, |text| page(text, project));
    match (found, text) {
        (Found::Ours(content), Ok(text)) => {
            put(&mut loaded.book, content);
            loaded.texts.insert(path.to_owned(), text);
        }
        (Found::Other, _) => drop(loaded.others.insert(path.to_owned())),
        (Found::Newer(schema), _) => loaded.newer.push((path.to_owned(), schema)),
        _ => drop(loaded.broken.insert(path.to_owned())),
    }
}

fn page<T: DeserializeOwned>(text: &str, project: &str) -> Found<T> {
    let Ok(head) = serde_json::from_str::<Head>(text) else { return Found::Broken };
    if head.schema > u64::from(SCHEMA) {
        return Found::Newer(head.schema);
    }
    if head.schema == u64::from(SCHEMA) && head.project != project && !head.project.is_empty() {
        return Found::Other;
    }
    match serde_json::from_str::<Page<T>>(text) {
        Ok(page) if page.schema == u64::from(SCHEMA) => Found::Ours(page.content),
        _ => Found::Broken,
    }
}

/// Whether something stands at a path that is no file, so that none can be put there.
pub(super) fn is_blocked(root: &Root, path: &str) -> bool {
    root.look(Path::new(path)).is_ok_and(|look| look.kind != Kind::File)
}
