//! Rules about the sources themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::examples::EXAMPLES;

/// Which modules a module may name: one row for each, with nothing in it that nobody uses. The list only gets shorter.
const MAY_USE: &[(&str, &[&str])] = &[
    ("src/browser", &["domain", "programs"]),
    (
        "src/cli",
        &[
            "cli",
            "deploy",
            "domain",
            "files",
            "generated::catalog",
            "generated::operations",
            "generated::registry",
            "generated::tools",
            "generated::types",
            "generated::variables",
            "generated::workflows",
            "mcp",
            "ops",
            "platform",
            "process",
            "programs",
            "sandbox",
            "suggest",
            "workflow",
        ],
    ),
    // What it writes names modules of the program.
    ("src/codegen", &["#", "diagnostics", "domain", "generated", "ops"]),
    ("src/commit.rs", &[]),
    ("src/database", &[]),
    (
        "src/deploy",
        &["deploy", "domain", "files", "generated::failures", "generated::variables", "platform", "programs"],
    ),
    ("src/domain", &["domain", "generated::family_names"]),
    ("src/files", &[]),
    ("src/fuzzing", &["domain", "generated::tools", "mcp", "platform", "preprocessor", "sandbox"]),
    ("src/knowledge", &["domain", "generated::knowledge"]),
    ("src/lib.rs", &[]),
    ("src/main.rs", &[]),
    (
        "src/mcp",
        &[
            "domain",
            "files",
            "generated::catalog",
            "generated::errors",
            "generated::registry",
            "generated::types",
            "generated::workflows",
            "knowledge",
            "mcp",
            "ops::completion",
            "ops::context",
            "ops::tool",
            "process",
            "suggest",
        ],
    ),
    (
        "src/ops",
        &[
            "browser",
            "database",
            "deploy",
            "domain",
            "files",
            "generated::catalog",
            "generated::errors",
            "generated::tools",
            "generated::types",
            "generated::variables",
            "generated::workflows",
            "knowledge",
            "ops",
            "platform",
            "preprocessor",
            "programs",
            "suggest",
            "workflow",
        ],
    ),
    ("src/platform", &["domain", "files", "generated::operations", "generated::variables", "platform"]),
    ("src/preprocessor", &["domain"]),
    ("src/process", &["domain::environment", "domain::unseen", "generated::variables"]),
    ("src/programs", &[]),
    ("src/programs.rs", &["domain::unseen", "generated::variables"]),
    (
        "src/sandbox",
        &[
            "domain",
            "files",
            "generated::catalog",
            "generated::further",
            "generated::operations",
            "preprocessor",
            "programs",
            "sandbox",
        ],
    ),
    ("src/suggest.rs", &["domain::call", "domain::ids", "generated::tools", "generated::types"]),
    ("src/table", &["faults"]),
    (
        "src/workflow",
        &["domain", "files", "generated::catalog", "generated::situations", "generated::types", "suggest", "workflow"],
    ),
    ("generated/catalog.rs", &["domain"]),
    ("generated/errors.rs", &["domain"]),
    ("generated/failures.rs", &["domain"]),
    ("generated/family_names.rs", &[]),
    ("generated/further.rs", &["domain"]),
    ("generated/knowledge.rs", &["domain"]),
    ("generated/operations.rs", &["domain"]),
    ("generated/situations.rs", &["domain"]),
    ("generated/types.rs", &["domain"]),
    ("generated/variables.rs", &[]),
    ("generated/workflows.rs", &["domain"]),
    ("generated/tools", &["domain", "generated"]),
    ("generated/registry.rs", &["domain", "generated", "ops"]),
];

/// The packages of others in Cargo.lock, of every platform and of the tests too.
const MOST_PACKAGES: usize = 588;
/// Hand-written files are shorter than this.
const MOST_LINES: usize = 500;

/// Who opens files without `crate::files`, and which. The list only gets shorter.
const OPEN_THEMSELVES: &[(&str, &str)] = &[
    ("src/cli/demo/app.rs", "the app of the demo, in a new folder"),
    ("src/cli/examples.rs", "snapshots of these sources"),
    ("src/deploy/mounts.rs", "the system's table of mounts"),
    ("src/mcp/stdio/descriptor.rs", "this program's own input and output"),
    ("src/ops/mount.rs", "the folder of the mounts"),
    ("src/sandbox/authority.rs", "a certificate in the sandbox's folder"),
    ("src/sandbox/exec/build/cache.rs", "a key in the sandbox's folder"),
    ("src/sandbox/exec/hosts.rs", "a file in the sandbox's folder"),
    ("src/sandbox/exec/isolation.rs", "a program in the sandbox's folder"),
    ("src/sandbox/exec/managed.rs", "configurations in the sandbox's folder"),
    ("src/sandbox/exec/network.rs", "a folder of the sandbox, to lock it"),
    ("src/sandbox/ssh/terminal.rs", "a terminal"),
    ("src/sandbox/uploads/receive.rs", "an upload in the sandbox's folder"),
];

/// Snapshots that no example owns.
const OTHER_SNAPSHOTS: &[&str] = &["catalog_names", "tools_list_tokens"];

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A file without what only its tests have.
pub(crate) fn product(source: &str) -> String {
    let (mut kept, mut lines) = (String::new(), source.lines());
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let is_over = |line: &str| line.ends_with(';') || line == format!("{indent}}}");
        let mut skipped = lines.by_ref().skip_while(|line| line.trim_start().starts_with("#["));
        if skipped.next().is_some_and(|first| !is_over(first)) {
            let _ = lines.by_ref().find(|line| *line == format!("{indent}}}"));
        }
    }
    kept
}

#[test]
fn dependencies_point_one_way() {
    let mut left: Vec<(&str, &str)> =
        MAY_USE.iter().flat_map(|(folder, allowed)| allowed.iter().map(|module| (*folder, *module))).collect();
    for (folder, allowed) in MAY_USE {
        for file in rust_files(&root().join(folder)) {
            if file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs") {
                continue;
            }
            let source = fs::read_to_string(&file).expect("a source");
            for (number, line) in product(&source).lines().enumerate() {
                let code = line.split("//").next().unwrap_or(line);
                for (at, _) in code.match_indices("crate::") {
                    let path = code[at + "crate::".len()..].replace("r#", "");
                    let is_it = |module: &str| {
                        path.strip_prefix(module).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                    };
                    let fine = allowed.iter().any(|module| is_it(module));
                    assert!(fine, "{}:{} names crate::{path}", file.display(), number + 1);
                    left.retain(|(row, module)| row != folder || !is_it(module));
                }
            }
        }
    }
    assert!(left.is_empty(), "take out of the rows what nobody uses: {left:?}");
}

#[test]
fn every_folder_has_one_row() {
    let rows: Vec<&str> = MAY_USE.iter().filter_map(|(row, _)| row.strip_prefix("src/")).collect();
    let entries = fs::read_dir(root().join("src")).expect("src").map(|entry| entry.expect("an entry").file_name());
    let mut entries: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    entries.sort();
    assert_eq!(rows, entries);
}

#[test]
fn words_that_nobody_writes() {
    let forbidden = ["process::exit", "todo!(", "unimplemented!(", "dbg!(", "#[allow(", "#[ignore"];
    for file in rust_files(&root().join("src")).into_iter().chain(rust_files(&root().join("tests"))) {
        if file.ends_with("architecture.rs") {
            continue;
        }
        let source = fs::read_to_string(&file).expect("a source");
        for word in forbidden {
            assert!(!source.contains(word), "{} has {word}", file.display());
        }
    }
}

/// Where programs may be started: the door for them, and the build of zcp itself, which has no other.
const STARTS_PROGRAMS: [&str; 2] = ["src/programs.rs", "src/codegen/commit.rs"];

#[test]
fn programs_are_started_through_one_door() {
    for file in rust_files(&root().join("src")) {
        let here = file.strip_prefix(root()).expect("below the root");
        let is_test = here.components().any(|part| part.as_os_str() == "tests")
            || here.ends_with("tests.rs")
            || here.ends_with("testing.rs");
        if is_test || STARTS_PROGRAMS.iter().any(|door| here == Path::new(door)) {
            continue;
        }
        let source = fs::read_to_string(&file).expect("a source");
        for (number, line) in product(&source).lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            // Those of the command line's own grammar are clap's.
            let starts = code.contains("Command::new(") && !source.contains("use clap::");
            let imports =
                code.contains("process::Command") || (code.contains("process::{") && code.contains("Command"));
            assert!(!starts && !imports, "{}:{} starts a program by itself", here.display(), number + 1);
        }
    }
}

#[test]
fn files_are_opened_by_one_module() {
    let words = ["fs::read(", "fs::read_to_string(", "fs::write(", "File::open(", "File::create(", "OpenOptions::new("];
    let mut left = BTreeSet::new();
    for file in rust_files(&root().join("src")) {
        let path = file.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
        let tests = path.contains("/tests")
            || path.starts_with("src/files/")
            || path.starts_with("src/codegen/")
            || path.starts_with("src/fuzzing/")
            || path.ends_with("testing.rs");
        let source = fs::read_to_string(&file).expect("a source");
        if !tests && words.iter().any(|word| product(&source).contains(word)) {
            left.insert(path);
        }
    }
    let known: BTreeSet<String> = OPEN_THEMSELVES.iter().map(|&(path, _)| path.to_owned()).collect();
    let new: Vec<_> = left.difference(&known).collect();
    assert!(new.is_empty(), "open files by crate::files instead of std::fs: {new:?}");
    let gone: Vec<_> = known.difference(&left).collect();
    assert!(gone.is_empty(), "take these out of the list: {gone:?}");
}

#[test]
fn files_are_short() {
    for folder in ["src", "tests", "benches", "xtask"] {
        for file in rust_files(&root().join(folder)) {
            let lines = fs::read_to_string(&file).expect("a source").lines().count();
            assert!(lines <= MOST_LINES, "{} has {lines} lines", file.display());
        }
    }
}

#[test]
fn dependencies_have_a_budget() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let packages = lock.matches("\nsource = ").count();
    assert!(packages <= MOST_PACKAGES, "{packages} packages in Cargo.lock");
}

#[test]
fn every_dependency_has_a_reason_in_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    for package in ["", "src/codegen", "src/table", "xtask"] {
        let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).expect("Cargo.toml");
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            } else if section.ends_with("dependencies]")
                && let Some((name, _)) = line.split_once(" = ")
                && name != "zcp"
                && !name.starts_with("zcp-")
            {
                assert!(readme.contains(&format!("| `{name}` |")), "README has no reason for `{name}`");
            }
        }
    }
}

#[test]
fn every_snapshot_is_used() {
    let mut owned: BTreeSet<String> = EXAMPLES.iter().map(|example| example.snapshot.to_owned()).collect();
    owned.extend(OTHER_SNAPSHOTS.iter().map(|&name| name.to_owned()));
    for (folder, prefix) in [("tests/bad_spec", "bad_spec"), ("tests/documents/bad", "documents")] {
        for entry in fs::read_dir(root().join(folder)).expect("the corpus") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            owned.insert(format!("{prefix}__{name}"));
        }
    }
    let tutorial = fs::read_to_string(root().join("templates/site/tutorial.md")).expect("the tutorial");
    let steps = tutorial.split("{{output ").skip(1).filter_map(|rest| rest.split_once("}}"));
    owned.extend(steps.map(|(step, _)| format!("tutorial__{step}")));
    for entry in fs::read_dir(root().join("snapshots")).expect("snapshots") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        let stem = name.strip_suffix(".snap").unwrap_or_else(|| panic!("snapshots/{name} is not an accepted snapshot"));
        assert!(owned.contains(stem), "nobody uses snapshots/{name}");
    }
}
