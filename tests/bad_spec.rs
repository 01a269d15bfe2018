//! The diagnostics of a bad spec, word for word.
//!
//! `tests/bad_spec/base` is a small spec without a fault, `spec` and `ops` as in the project. A
//! case is a file of its own in `tests/bad_spec` that takes the place of one file of the base, or
//! is added to it: its first line names that file. The message is the snapshot `bad_spec__<case>`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::snapshot;
use zcp_codegen::drive;
use zcp_codegen::load::Files;
use zcp_codegen::ops::OpSources;

const LIST: &str = "spec/tools/zerops_list.yaml";
const SAMPLE: &str = "spec/tools/zerops_sample.yaml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn base() -> (Files, OpSources) {
    let base = root().join("tests/bad_spec/base");
    (drive::spec_files(&base).expect("the spec"), drive::op_sources(&base.join("ops")).expect("the ops"))
}

/// The base with some of its text replaced.
fn base_with(path: &str, from: &str, to: &str) -> (Files, OpSources) {
    let (mut files, ops) = base();
    let text = files.get_mut(path).expect("a file of the base");
    assert!(text.contains(from), "`{path}` has no `{from}`");
    *text = text.replace(from, to);
    (files, ops)
}

/// What is generated, or nothing.
fn generated((files, ops): &(Files, OpSources)) -> Result<BTreeMap<PathBuf, String>, String> {
    drive::generate(files, ops)
}

/// The text of every case by its name.
fn cases() -> BTreeMap<String, String> {
    let entries = fs::read_dir(root().join("tests/bad_spec")).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    paths.map(|path| (name(&path), fs::read_to_string(&path).expect("text"))).collect()
}

/// The message about the base with these cases in it.
fn message<'a>(cases: impl IntoIterator<Item = &'a str>) -> String {
    let (mut files, mut ops) = base();
    for text in cases {
        // A document begins with its front matter, and a comment can stand in there.
        let first = text.lines().find(|line| *line != "---").unwrap_or_default();
        let path = first.trim_start_matches(['#', '/', ' ']).strip_prefix("replaces ").expect("the file it replaces");
        let into = if path.starts_with("src/") { &mut ops } else { &mut files };
        into.insert(path.to_owned(), text.to_owned());
    }
    drive::generate(&files, &ops).expect_err("the spec is bad")
}

fn problems(message: &str) -> usize {
    message.lines().filter(|line| line.starts_with("error: ")).count()
}

#[test]
fn the_base_is_clean() {
    if let Err(message) = generated(&base()) {
        panic!("{message}");
    }
}

#[test]
fn every_case_has_its_message() {
    for (name, text) in cases() {
        snapshot::assert(&format!("bad_spec__{name}"), &message([text.as_str()]));
    }
}

#[test]
fn the_cases_are_many_and_no_message_is_left_over() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let entries = fs::read_dir(root().join("snapshots")).expect("the snapshots");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let of_cases: BTreeSet<String> = names
        .filter_map(|name| Some(name.strip_prefix("bad_spec__")?.strip_suffix(".snap")?.to_owned()))
        .filter(|name| !cases.contains_key(name))
        .collect();
    assert!(of_cases.is_empty(), "these messages have no case: {of_cases:?}");
}

#[test]
fn all_problems_of_all_files_come_in_one_run() {
    let cases = cases();
    let together = ["missing_keys", "wrong_type", "method_contradicts_effect", "op_that_nobody_maps", "two_documents"];
    let texts = together.map(|name| cases[name].as_str());
    let all = message(texts);
    for text in texts {
        for line in message([text]).lines().filter(|line| line.starts_with("error: ")) {
            assert!(all.contains(line), "`{line}` is not in\n{all}");
        }
    }
    let each: usize = texts.into_iter().map(|text| problems(&message([text]))).sum();
    assert_eq!(problems(&all), each, "{all}");
    assert!(all.ends_with(&format!("{each} problems in the spec\n")), "{all}");
}

#[test]
fn every_file_of_the_spec_is_missed() {
    for path in ["catalog", "errors", "failures", "platform", "server", "types"].map(|name| format!("spec/{name}.yaml"))
    {
        let (mut files, ops) = base();
        files.remove(&path);
        let message = drive::generate(&files, &ops).expect_err("a file is missing");
        assert!(message.starts_with(&format!("error: there is no `{path}`\n")), "{message}");
        assert_eq!(problems(&message), 1, "{message}");
    }
}

#[test]
fn an_unreadable_file_is_the_only_problem_it_makes() {
    let (files, ops) = base();
    for path in files.keys() {
        let mut files = files.clone();
        files.insert(path.clone(), "a: b: c\n".to_owned());
        let message = drive::generate(&files, &ops).expect_err("a file is unreadable");
        assert_eq!(problems(&message), 1, "{message}");
    }
}

#[test]
fn an_op_source_that_is_no_rust_is_left_to_the_compiler() {
    let (files, mut ops) = base();
    ops.insert("src/ops/list.rs".to_owned(), "pub async fn list(".to_owned());
    assert!(drive::generate(&files, &ops).is_ok());
}

#[test]
fn windows_writes_the_same_spec() {
    let (files, ops) = base();
    let expected = drive::generate(&files, &ops).expect("the base is clean");
    let windows: Files =
        files.iter().map(|(path, text)| (path.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n")))).collect();
    assert_eq!(drive::generate(&windows, &ops).expect("line ends and a mark mean nothing"), expected);
    let (mut files, ops) = base_with(LIST, "type: Mode", "type: Mod");
    let unix = drive::generate(&files, &ops).expect_err("a type is unknown");
    let text = files[LIST].replace('\n', "\r\n");
    files.insert(LIST.to_owned(), text);
    assert_eq!(drive::generate(&files, &ops).expect_err("a type is unknown"), unix);
    let marked = format!("\u{feff}{}", files[LIST]);
    files.insert(LIST.to_owned(), marked);
    assert_eq!(drive::generate(&files, &ops).expect_err("a type is unknown"), unix);
}

#[test]
fn anchors_and_raw_words_of_rust_work() {
    let (mut files, ops) =
        base_with(SAMPLE, "calls: [service.start, process.get]", "calls: [service.start, &get process.get]");
    let text = files[SAMPLE].replace("calls: [service.delete, process.get]", "calls: [service.delete, *get]");
    files.insert(SAMPLE.to_owned(), text);
    assert!(drive::generate(&files, &ops).is_ok());
    let word =
        base_with(LIST, "  mode: {", "  type: { type: boolean, default: true, doc: A word of Rust. }\n  mode: {");
    let files = generated(&word).expect("`type` can be written in Rust");
    assert!(files[Path::new("tools/zerops_list.rs")].contains("pub r#type: bool"));
}

/// What a person or a tool may leave in place of a value.
const HOSTILE: &[&str] = &["", "[]", "-1", "self", "\"é ü\""];

#[test]
fn no_spec_makes_codegen_panic_or_write_what_is_no_rust() {
    let (files, ops) = base();
    let mut accepted = 0;
    for path in ["spec/types.yaml", SAMPLE] {
        let text = &files[path];
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let values = line.match_indices(": ").flat_map(|(at, _)| {
                let end = line[at + 2..].find([',', '}']).map_or(line.len(), |length| at + 2 + length);
                HOSTILE.iter().map(move |value| format!("{}{value}{}", &line[..at + 2], &line[end..]))
            });
            for changed in values.chain([String::new()]) {
                let mut all = lines.clone();
                all[index] = &changed;
                let mut files = files.clone();
                files.insert(path.to_owned(), all.join("\n"));
                if let Ok(rendered) = drive::generate(&files, &ops) {
                    accepted += 1;
                    for (path, text) in rendered {
                        assert!(!text.contains("compile_error!"), "{} for `{changed}`\n{text}", path.display());
                    }
                }
            }
        }
    }
    assert!(accepted > 0);
}
