//! Turns what is unreleased into the version of Cargo.toml.

use std::fs;
use std::path::Path;

use zcp_codegen::drive;
use zcp_codegen::model::Spec;
use zcp_codegen::surface::{self, Impact, changelog, of, version};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const RELEASED: &str = "spec/released.json";
const BREAKING: &str = "spec/breaking.yaml";
const CHANGELOG: &str = "CHANGELOG.md";

/// Records the surface and moves the changelog on.
pub(crate) fn prepare(root: &Path) -> Result<String, String> {
    let date = jiff::Timestamp::now().to_string().chars().take("2000-01-01".len()).collect::<String>();
    let spec = spec(root)?;
    if let Some(released) = spec.released.as_ref().filter(|released| released.date.is_some()) {
        let changes = surface::compare(&released.tools, &surface::of(&spec));
        let breaks = changes.iter().any(|change| change.impact == Impact::Breaking);
        version::follows(&released.version, VERSION, breaks)?;
    }
    let moved = changelog::release(&read(root, CHANGELOG)?, VERSION, &date)?;
    write(root, RELEASED, &of::recorded(VERSION, Some(&date), &surface::of(&spec)))?;
    write(root, BREAKING, &emptied(&read(root, BREAKING)?))?;
    write(root, CHANGELOG, &moved)?;
    Ok(format!(
        "{VERSION} is recorded in {RELEASED} and {CHANGELOG}.\nNow: cargo build, read `git diff`, commit, git tag v{VERSION}"
    ))
}

/// Records the surface as that of a version nobody has got yet.
pub(crate) fn candidate(root: &Path) -> Result<String, String> {
    let spec = spec(root)?;
    if let Some(released) = spec.released.as_ref().filter(|released| released.date.is_some()) {
        return Err(format!("{} is released: what breaks it belongs in {BREAKING}", released.version));
    }
    write(root, RELEASED, &of::recorded(VERSION, None, &surface::of(&spec)))?;
    Ok(format!("{RELEASED} holds the surface of the candidate {VERSION}"))
}

fn spec(root: &Path) -> Result<Spec, String> {
    let files = drive::spec_files(root).map_err(|error| format!("cannot read the spec: {error}"))?;
    let sources = drive::op_sources(&root.join("src/ops")).map_err(|error| format!("cannot read src/ops: {error}"))?;
    drive::checked(&files, &sources)
}

/// Only the comment at the beginning, which says what the file is for, and the key.
fn emptied(text: &str) -> String {
    let comment: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    comment.join("\n") + "\nbreaking:\n"
}

fn read(root: &Path, name: &str) -> Result<String, String> {
    fs::read_to_string(root.join(name)).map_err(|error| format!("cannot read {name}: {error}"))
}

fn write(root: &Path, name: &str, text: &str) -> Result<(), String> {
    fs::write(root.join(name), text).map_err(|error| format!("cannot write {name}: {error}"))
}
