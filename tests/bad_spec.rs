//! The diagnostics of a bad spec, word for word.
//!
//! `tests/bad_spec/base` is a small spec without a fault, `spec` and `ops` as in the project. A
//! case is a file of its own in `tests/bad_spec` that takes the place of one file of the base: its
//! first line names that file. The message is the snapshot `bad_spec__<case>`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::codegen::drive;
use crate::codegen::load::Files;
use crate::codegen::ops::OpSources;
use crate::harness::snapshot;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_spec")
}

fn base() -> (Files, OpSources) {
    let base = folder().join("base");
    (drive::spec_files(&base).expect("the spec"), drive::op_sources(&base.join("ops")).expect("the ops"))
}

/// The text of every case by its name.
fn cases() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.is_file());
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files.map(|path| (name(&path), fs::read_to_string(&path).expect("text"))).collect()
}

/// The message about the base with these files in it.
fn message<'a>(replacing: impl IntoIterator<Item = &'a str>) -> String {
    let (mut files, mut ops) = base();
    for text in replacing {
        let first = text.lines().next().unwrap_or_default();
        let path = first.trim_start_matches(['#', '/', ' ']).strip_prefix("replaces ").expect("what it replaces");
        let into = if path.starts_with("spec/") { &mut files } else { &mut ops };
        into.insert(path.to_owned(), text.to_owned());
    }
    drive::generate(&files, &ops).expect_err("the spec is bad")
}

#[test]
fn the_base_is_clean() {
    let (files, ops) = base();
    if let Err(message) = drive::generate(&files, &ops) {
        panic!("{message}");
    }
}

#[test]
fn every_case_has_its_message() {
    for (name, text) in cases() {
        snapshot::assert(&format!("bad_spec__{name}"), &message([text.as_str()]));
    }
}
