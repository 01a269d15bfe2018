//! `run.envReplace`: placeholders in files that variables replace.
//!
//! Derived: a folder means the files in it, without those below.

use std::path::{Component, Path, PathBuf};

use super::commands::Environment;
use crate::domain::documents::zerops_yaml::EnvReplace;
use crate::files::{FileError, Kind, Root};

/// Larger files have no placeholders.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Replaces them.
///
/// # Errors
/// A file cannot be read or written, in words.
pub(crate) fn replace(replace: &EnvReplace, www: &Path, values: &Environment) -> Result<(), String> {
    let www = Root::open(www).map_err(|error| format!("run.envReplace: the deployed folder {error}"))?;
    let delimiters: Vec<&str> =
        replace.delimiter.iter().flat_map(|list| list.iter()).map(|delimiter| delimiter.as_str()).collect();
    for target in replace.target.iter().flat_map(|list| list.iter()) {
        let relative = Path::new(target.as_str());
        if relative.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(format!("run.envReplace: `{}` leaves the deployed files", target.as_str()));
        }
        let relative = relative.strip_prefix("/var/www").or_else(|_| relative.strip_prefix("/")).unwrap_or(relative);
        for file in files(&www, relative) {
            one(&www, &file, &delimiters, values)
                .map_err(|error| format!("run.envReplace: `{}` {error}", target.as_str()))?;
        }
    }
    Ok(())
}

fn files(www: &Root, target: &Path) -> Vec<PathBuf> {
    if www.folder(target).is_err() {
        return vec![target.to_owned()];
    }
    let names = www.names(target).unwrap_or_default().into_iter().map(|name| target.join(name));
    names.filter(|file| www.look(file).is_ok_and(|look| look.kind == Kind::File)).collect()
}

fn one(www: &Root, file: &Path, delimiters: &[&str], values: &Environment) -> Result<(), FileError> {
    let look = www.look(file)?;
    if look.kind == Kind::Link || look.size > MOST_BYTES {
        return Ok(());
    }
    // What is no text has no placeholders.
    let Ok(text) = String::from_utf8(www.read(file, MOST_BYTES)?) else { return Ok(()) };
    let mut changed = text.clone();
    for delimiter in delimiters.iter().filter(|delimiter| !delimiter.is_empty()) {
        for (name, value) in &values.0 {
            changed = changed.replace(&format!("{delimiter}{name}{delimiter}"), value);
        }
    }
    if changed == text { Ok(()) } else { www.overwrite(file, changed.as_bytes()) }
}
