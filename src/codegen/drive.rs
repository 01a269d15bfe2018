//! The only part of codegen that touches the disk: reads the spec, writes what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::diagnostics::Report;
use super::load::{self, Files};
use super::model::Spec;
use super::ops::{self, OpSources};
use super::{check, marked, render};

/// What the index of the knowledge ends in.
const INDEX: &str = "index";

/// Generates everything below `root` and says how many files changed.
///
/// # Errors
/// The rendered diagnostics of a bad spec, one line for each stale file where nothing may be
/// written, or what the disk answered.
pub fn run(root: &Path, may_write: bool) -> Result<usize, String> {
    let files = spec_files(root).map_err(|error| format!("cannot read the spec: {error}"))?;
    let sources = op_sources(&root.join("src/ops")).map_err(|error| format!("cannot read src/ops: {error}"))?;
    let rendered = generate(&files, &sources)?;
    let mut spliced = 0;
    for (file, part) in [("CHANGELOG.md", render::CHANGES), ("README.md", render::TOOLS)] {
        let part = rendered.get(Path::new(part)).map_or("", String::as_str);
        spliced += usize::from(splice(root, file, part, may_write)?);
    }
    Ok(reconcile(&root.join("generated"), &rendered, may_write)? + spliced)
}

/// Puts a part into a text of people, and says whether that changed it.
fn splice(root: &Path, name: &str, part: &str, may_write: bool) -> Result<bool, String> {
    let file = root.join(name);
    let text = fs::read_to_string(&file).map_err(|error| format!("cannot read {name}: {error}"))?;
    let wanted = marked::splice(&text, part).map_err(|error| format!("{name}: {error}"))?;
    if wanted == text {
        return Ok(false);
    }
    if !may_write {
        return Err(format!("{name} does not match the spec\nrun `cargo build` in a git checkout and commit it"));
    }
    write(&file, &wanted).map_err(|error| format!("cannot write {name}: {error}"))?;
    Ok(true)
}

/// From the text of the spec to the text of every generated file.
///
/// # Errors
/// The rendered diagnostics of a bad spec.
pub fn generate(files: &Files, sources: &OpSources) -> Result<BTreeMap<PathBuf, String>, String> {
    Ok(render::render(&checked(files, sources)?))
}

/// The spec, once nothing is wrong with it.
///
/// # Errors
/// The rendered diagnostics of a bad spec.
pub fn checked(files: &Files, sources: &OpSources) -> Result<Spec, String> {
    let mut report = Report::default();
    let spec = load::load(files, &mut report);
    let found = ops::scan(sources, &mut report);
    check::check(&spec, &found, &report);
    if report.is_clean() { Ok(spec) } else { Err(report.render()) }
}

/// Every file of the spec and of the knowledge, and every page of the site. One that ends in `.yml` is read too, so that
/// somebody says that it is not one of the spec's.
///
/// # Errors
/// What the disk answered.
pub fn spec_files(root: &Path) -> io::Result<Files> {
    let mut files = read_tree(&root.join("spec"), "spec", &["yaml", "yml", "json"])?;
    files.extend(read_tree(&root.join("knowledge"), "knowledge", &["md", "yaml", "yml"])?);
    let pages = root.join(load::PAGES);
    if pages.is_dir() {
        files.extend(read_tree(&pages, load::PAGES.trim_end_matches('/'), &["md"])?);
    }
    Ok(files)
}

/// Every file of `src/ops`.
///
/// # Errors
/// What the disk answered.
pub fn op_sources(ops: &Path) -> io::Result<OpSources> {
    read_tree(ops, "src/ops", &["rs"])
}

/// The files below a folder by their paths, which begin with `name`. Bytes that are no UTF-8 become
/// replacement characters, which loading reports with their place.
fn read_tree(folder: &Path, name: &str, extensions: &[&str]) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension))
                && let Ok(relative) = path.strip_prefix(folder)
            {
                let relative = relative.to_string_lossy().replace('\\', "/");
                let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
                files.insert(format!("{name}/{relative}"), text);
            }
        }
    }
    Ok(files)
}

/// Makes `folder` hold exactly `rendered`: equal files are left alone, others written atomically,
/// what nobody renders any more is removed.
fn reconcile(folder: &Path, rendered: &BTreeMap<PathBuf, String>, may_write: bool) -> Result<usize, String> {
    let present = present(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let wanted: BTreeSet<&PathBuf> = rendered.keys().collect();
    let mut stale = Vec::new();
    for (path, text) in rendered {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        stale.push(path.clone());
        if may_write {
            write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        }
    }
    for path in present.iter().filter(|path| !wanted.contains(path)) {
        stale.push(path.clone());
        if may_write {
            let file = folder.join(path);
            fs::remove_file(&file).map_err(|error| format!("cannot remove {}: {error}", file.display()))?;
        }
    }
    if may_write || stale.is_empty() {
        return Ok(stale.len());
    }
    let lines: Vec<String> =
        stale.iter().map(|path| format!("generated/{} does not match the spec", path.display())).collect();
    Err(format!("{}\nrun `cargo build` in a git checkout and commit `generated/`", lines.join("\n")))
}

fn present(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries = match fs::read_dir(&current) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == INDEX) {
                // The index of the knowledge, which `cargo bless` writes.
            } else if let Ok(relative) = path.strip_prefix(folder) {
                files.insert(relative.to_owned());
            }
        }
    }
    Ok(files)
}

/// Writes by renaming. The file gets an old date: cargo compares dates with the last build, and
/// what the build itself wrote must not make the next build compile again.
fn write(file: &Path, text: &str) -> io::Result<()> {
    const A_DAY: Duration = Duration::from_hours(24);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = file.with_extension("new");
    fs::write(&fresh, text)?;
    fs::File::options().write(true).open(&fresh)?.set_modified(SystemTime::now() - A_DAY)?;
    fs::rename(&fresh, file)?;
    // A folder's date counts too. Where it cannot be set, the next build only runs once more.
    let old = SystemTime::now() - A_DAY;
    if let Some(folder) = file.parent().and_then(|folder| fs::File::open(folder).ok()) {
        let _ = folder.set_modified(old);
    }
    Ok(())
}
