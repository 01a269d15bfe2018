//! Hand-written pages: what they name exists, and what the spec says they do not say again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use zcp::generated::operations::Operation;
use zcp::generated::variables::ALL;
use zcp::generated::{errors, registry};

/// Variables of tests, of other programs, of the platform and of a project.
const NOT_SETTINGS: &[&str] =
    &["ZCP_DEMAND", "ZCP_ENVIRONMENT", "ZCP_FUZZ_SECONDS", "ZEROPS_PROMETHEUS_PORT", "ZEROPS_STACKID", "ZEROPS_TOKEN"];
/// What a project says of itself by a variable of its own, and the page too.
const OF_THE_PROJECT: &[&str] = &["ZCP_ENVIRONMENT"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The hand-written pages by their names, before anything is filled in.
fn pages() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join("templates/site")).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    pages.map(|path| (name(&path), fs::read_to_string(&path).expect("a page"))).collect()
}

fn found<'t>(pattern: &str, text: &'t str) -> BTreeSet<&'t str> {
    let pattern = Regex::new(pattern).expect("a pattern");
    pattern.find_iter(text).map(|found| found.as_str()).collect()
}

#[test]
fn tools_and_codes_exist() {
    let codes: BTreeSet<&str> = errors::ALL.iter().map(|error| error.code).collect();
    for (name, page) in pages() {
        for tool in found(r"\bzerops_[a-z]+\b", &page) {
            let known = registry::TOOLS.iter().any(|row| row.spec.name == tool);
            assert!(known, "{name} names {tool}");
        }
        for code in found(r"errors\.md#[a-z_]+", &page) {
            let code = code.trim_start_matches("errors.md#").to_uppercase();
            assert!(codes.contains(code.as_str()), "{name} names {code}");
        }
    }
}

#[test]
fn parameters_of_calls_exist() {
    let option = Regex::new(r" --([a-z-]+)").expect("a pattern");
    for (name, page) in pages() {
        for line in page.lines().filter_map(|line| line.strip_prefix("zcp call ")) {
            let tool = line.split_whitespace().next().expect("a tool");
            let spec = registry::TOOLS.iter().map(|row| row.spec).find(|spec| spec.name == tool).expect("it exists");
            for found in option.captures_iter(line) {
                let is_it = |field: &str| field.to_lowercase() == found[1].replace('-', "");
                assert!(
                    spec.params.fields.iter().any(|field| is_it(field.name)),
                    "{name}: {tool} has no --{}",
                    &found[1]
                );
            }
        }
    }
}

/// What is generated is not written by hand: no page lists parameters of tools, codes or operations.
#[test]
fn no_page_repeats_the_spec() {
    let params: BTreeSet<&str> =
        registry::TOOLS.iter().flat_map(|row| row.spec.params.fields).map(|field| field.name).collect();
    let codes: BTreeSet<&str> = errors::ALL.iter().map(|error| error.code).collect();
    let operations: BTreeSet<&str> = Operation::ALL.iter().map(|operation| operation.info().name).collect();
    let first_cell = Regex::new(r"^[|*-] *\[?`([A-Za-z_.]+)`").expect("a pattern");
    for (name, page) in pages() {
        for line in page.lines() {
            let Some(cell) = first_cell.captures(line).map(|found| found[1].to_owned()) else { continue };
            for known in [&params, &codes, &operations] {
                assert!(!known.contains(cell.as_str()), "{name} repeats the spec: {line}");
            }
        }
    }
}

#[test]
fn every_setting_of_the_environment_is_declared_read_and_on_its_page() {
    // The sandbox names variables of what runs in it, and `deploy/zcli` those of the zcli that zcp runs.
    let folders = ["cli", "deploy", "mcp", "ops", "platform", "programs"];
    let mut files: Vec<PathBuf> = folders.iter().map(|folder| root().join("src").join(folder)).collect();
    let (mut written, mut read) = (BTreeSet::new(), BTreeSet::new());
    while let Some(path) = files.pop() {
        if path.with_extension("").ends_with("deploy/zcli") {
            continue;
        }
        if path.is_dir() {
            files.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            let texts = found(r#""(?:ZCP|ZEROPS)_[A-Z_]+""#, &source);
            written.extend(texts.into_iter().map(|name| name.replace('"', "")));
            let used = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            read.extend(used.flat_map(|line| found(r"\b[A-Z]+_[A-Z_]+\b", line)).map(str::to_owned));
        }
    }
    for name in written.iter().filter(|name| !NOT_SETTINGS.contains(&name.as_str())) {
        assert!(ALL.contains(&name.as_str()), "{name} is not declared in spec/server.yaml");
    }
    let page = fs::read_to_string(root().join("generated/docs/configuration.md")).expect("the page");
    let named = found(r"\b(?:ZCP|ZEROPS|GIT)_[A-Z_]+\b", &page);
    for setting in ALL {
        assert!(named.contains(setting), "configuration.md does not say what {setting} is");
        assert!(read.contains(setting), "spec/server.yaml declares {setting}, which nothing reads");
    }
    for name in named {
        assert!(
            ALL.contains(&name) || OF_THE_PROJECT.contains(&name),
            "configuration.md names {name}, which nothing reads"
        );
    }
}
