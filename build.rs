//! Generates `generated/` from `spec/`; the work is done in `src/codegen`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use zcp_codegen::{commit, drive};

fn main() {
    let started = Instant::now();
    let sources = ["spec", "knowledge", "templates/site", "src/ops", "generated"];
    for path in ["build.rs", "CHANGELOG.md"].into_iter().chain(sources) {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=CI");
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let root = variable("CARGO_MANIFEST_DIR");
    let root = Path::new(&root);
    let commit = commit::Commit::find(root, variable("PROFILE") == "release");
    for path in &commit.watched {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    if let Err(error) = std::fs::write(Path::new(&variable("OUT_DIR")).join("commit.rs"), commit.source()) {
        // The compiler says which file is missing.
        println!("cargo::warning=cannot write which commit this is: {error}");
    }
    // Only a checkout of the project itself is written to: not a packaged source, not under CI.
    let may_write = root.join(".git").exists() && std::env::var_os("CI").is_none();
    embed_snapshots(root);
    match drive::run(root, may_write) {
        Ok(changed) => {
            let millis = started.elapsed().as_millis();
            println!("generated/ holds what spec/ says: {changed} files changed, {millis} ms");
            if changed > 0 {
                println!("cargo::warning=wrote {changed} files of generated/ in {millis} ms");
            }
        }
        Err(problems) => {
            // To standard error, which cargo shows as it is; `cargo::error` would prefix every line.
            // Nobody is left to tell when even that cannot be written.
            let _ = writeln!(std::io::stderr(), "{problems}");
            std::process::exit(1);
        }
    }
}

/// Lists the snapshots of tools for the program that shows them. Only a release embeds them: elsewhere a
/// snapshot that was accepted would have the program compiled again.
fn embed_snapshots(root: &Path) {
    let folder = root.join("snapshots");
    let mut files: Vec<PathBuf> = Vec::new();
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=snapshots");
        files.extend(std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    files.sort();
    let mut list = "static SNAPSHOTS: &[(&str, &str)] = &[\n".to_owned();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("zerops_") && name.ends_with(".snap") {
            let path = file.to_string_lossy();
            let _ = writeln!(list, "    ({name:?}, include_str!({path:?})),");
        }
    }
    list.push_str("];\n");
    let to = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("snapshots.rs");
    if let Err(error) = std::fs::write(&to, list) {
        println!("cargo::error={} cannot be written: {error}", to.display());
    }
}
