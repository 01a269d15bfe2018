//! `run.envReplace`: placeholders in files that variables replace.
//!
//! Derived: a folder means the files in it, without those below.

use std::path::{Component, Path, PathBuf};

use super::commands::Environment;
use crate::domain::documents::zerops_yaml::EnvReplace;

/// Larger files have no placeholders.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Replaces them.
///
/// # Errors
/// A file cannot be read or written, in words.
pub(crate) fn replace(replace: &EnvReplace, www: &Path, values: &Environment) -> Result<(), String> {
    let delimiters: Vec<&str> =
        replace.delimiter.iter().flat_map(|list| list.iter()).map(|delimiter| delimiter.as_str()).collect();
    for target in replace.target.iter().flat_map(|list| list.iter()) {
        let relative = Path::new(target.as_str());
        if relative.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(format!("run.envReplace: `{}` leaves the deployed files", target.as_str()));
        }
        let relative = relative.strip_prefix("/var/www").or_else(|_| relative.strip_prefix("/")).unwrap_or(relative);
        for file in files(&www.join(relative)) {
            one(&file, &delimiters, values).map_err(|error| format!("run.envReplace: `{}`: {error}", target.as_str()))?;
        }
    }
    Ok(())
}

fn files(target: &Path) -> Vec<PathBuf> {
    if !target.is_dir() {
        return vec![target.to_owned()];
    }
    let entries = std::fs::read_dir(target).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.is_file() && !path.is_symlink()).collect()
}

fn one(file: &Path, delimiters: &[&str], values: &Environment) -> std::io::Result<()> {
    if file.is_symlink() || std::fs::metadata(file)?.len() > MOST_BYTES {
        return Ok(());
    }
    // What is no text has no placeholders.
    let Ok(text) = String::from_utf8(std::fs::read(file)?) else { return Ok(()) };
    let mut changed = text.clone();
    for delimiter in delimiters.iter().filter(|delimiter| !delimiter.is_empty()) {
        for (name, value) in &values.0 {
            changed = changed.replace(&format!("{delimiter}{name}{delimiter}"), value);
        }
    }
    if changed == text { Ok(()) } else { std::fs::write(file, changed) }
}
