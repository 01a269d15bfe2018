//! The notebook under every damage, two writers at a time, and a writer that is killed.

mod damage;
#[cfg(target_os = "linux")]
mod killed;
mod writers;

use std::path::Path;

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::generated::types::{BuildIntegration, CloseMode, Layout, Route};

const PROJECT: &str = "project-of-mine";

fn now() -> Timestamp {
    Timestamp::now()
}

/// The notebook of a working folder, with the key in it.
fn below(folder: &Path) -> Notebook {
    Notebook::below(folder, &folder.join("keys"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn proof(version: &str) -> Proof {
    Proof { version: version.to_owned(), at: now(), verdict: Verdict::Passed, checks: vec!["http / 200".to_owned()] }
}

/// A change that always works.
fn change(notebook: &Notebook, change: impl FnOnce(&mut Book)) -> Reading {
    let changed = notebook.change(PROJECT, now(), |book| {
        change(book);
        Ok::<(), ()>(())
    });
    changed.expect("written").1
}

fn adopted(layout: Layout, stage: Option<&str>) -> Unit {
    let origin = Some(Origin::Adopted { at: now() });
    Unit { layout: Some(layout), stage: stage.map(str::to_owned), origin, ..Unit::default() }
}

fn session(intent: &str) -> Session {
    let (route, intent, step, began) = (Route::Classic, intent.to_owned(), Step::Discover, now());
    Session {
        route,
        intent,
        step,
        began,
        why: None,
        plan: Vec::new(),
        variables: std::collections::BTreeMap::new(),
        recipe: None,
    }
}

fn work(intent: &str, scope: &[&str]) -> Work {
    let scope = scope.iter().map(|&one| one.to_owned()).collect();
    Work {
        intent: intent.to_owned(),
        scope,
        began: now(),
        baseline: [("api".to_owned(), "v1".to_owned())].into(),
        closed: None,
    }
}

/// The paths of the files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn what_was_written_is_read_by_another_process_of_the_project_alone() {
    let folder = folder();
    let notebook = below(folder.path());
    assert_eq!(notebook.read(PROJECT).book, Book::default());
    assert!(files(folder.path()).is_empty(), "nothing is made by reading");

    let me = notebook.me().clone();
    let written = change(&notebook, |book| {
        let mut unit = adopted(Layout::Standard, Some("apistage"));
        unit.close_mode = Some(CloseMode::GitPush);
        unit.integration = Some(BuildIntegration::Actions);
        unit.remote = Some(Remote { url: "https://example.com/a.git".to_owned(), branch: None, checked: now() });
        book.units.insert("apidev".to_owned(), unit);
        book.add_proof("apistage", proof("v7"));
        book.set_session("00ff", session("a shop"), &me, now());
        book.set_work("12", work("a search", &["apidev"]), &me, now());
    });
    assert!(!written.forgets && written.notes.is_empty());

    let read = below(folder.path()).read(PROJECT);
    assert_eq!(read.book, written.book);
    assert!(read.is_mine(Kind::Session, "00ff") && read.is_mine(Kind::Work, "12"));
    assert_eq!(read.book.unit_of("apistage").map(|(hostname, _)| hostname), Some("apidev"));
    assert!(read.book.units["apidev"].proof("apistage", "v7").is_some_and(|proof| proof.verdict == Verdict::Passed));
    assert!(read.book.units["apidev"].proof("apistage", "v8").is_none());
    let wanted = [".zcp/.gitignore", ".zcp/state/lock", ".zcp/state/registry.json", ".zcp/state/services/apidev.json"];
    let found = files(folder.path());
    assert!(wanted.iter().all(|path| found.contains(&(*path).to_owned())), "{found:?}");
    assert_eq!(std::fs::read_to_string(folder.path().join(".zcp/.gitignore")).expect("text"), "*\n");

    let other = below(folder.path()).read("another");
    assert_eq!(other.book, Book::default());
    assert_eq!(other.notes, ["4 files of the notebook belong to another project; they are left as they are"]);
}

#[test]
fn a_change_that_fails_changes_nothing() {
    let folder = folder();
    let notebook = Notebook::named(&folder.path().join("a/b"));
    change(&notebook, |book| drop(book.units.insert("api".to_owned(), adopted(Layout::Simple, None))));
    let failed = notebook.change(PROJECT, now(), |book| {
        book.units.clear();
        Err::<(), _>("no")
    });
    let (answer, reading) = failed.expect("read");
    assert_eq!(answer, Err("no"));
    assert!(reading.book.units.contains_key("api") && notebook.read(PROJECT).book == reading.book);
}

#[test]
fn the_proofs_of_the_newest_ten_versions_stay_and_go_with_their_service() {
    let mut book = Book::default();
    book.units.insert("appdev".to_owned(), adopted(Layout::Standard, Some("appstage")));
    for n in 0..12 {
        book.add_proof("appdev", proof(&format!("v{n}")));
    }
    book.add_proof("appstage", proof("s"));
    let versions: Vec<&str> = book.units["appdev"].proofs["appdev"].iter().map(|one| one.version.as_str()).collect();
    assert_eq!(versions, ["v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11"]);

    let mut without_dev = book.clone();
    without_dev.forget_service("appdev");
    let (hostname, unit) = without_dev.unit_of("appstage").expect("the other half");
    assert_eq!((hostname, unit.layout, unit.proofs.len()), ("appstage", Some(Layout::Simple), 1));
    book.forget_service("appstage");
    let (hostname, unit) = book.unit_of("appdev").expect("the other half");
    assert_eq!((hostname, unit.layout, unit.stage.as_deref()), ("appdev", Some(Layout::Dev), None));
    assert!(!unit.proofs.contains_key("appstage"));
    book.forget_service("appdev");
    assert!(book.units.is_empty());
}

#[test]
fn names_that_become_paths_are_hostnames_ids_and_numbers() {
    for (folder, name, fits) in [
        ("services", "api2", true),
        ("services", LOCAL, true),
        ("services", "2api", false),
        ("services", "a-b", false),
        ("services", "..", false),
        ("services", "a/b", false),
        ("services", "", false),
        ("sessions", "0123abcdef", true),
        ("sessions", "xyz", false),
        ("work", "123", true),
        ("work", "123-2", true),
        ("work", "../1", false),
    ] {
        assert_eq!(disk::is_name(folder, name), fits, "{folder}/{name}");
    }
}
