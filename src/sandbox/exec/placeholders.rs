//! `run.envReplace`: placeholders in files that variables replace.
//!
//! Derived: a folder means the files in it, without those below.

use std::path::{Component, Path, PathBuf};

use super::commands::Environment;
use crate::domain::documents::zerops_yaml::EnvReplace;
use crate::files::{FileError, Kind, Problem, Root};

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
            let placeholder = format!("{delimiter}{name}{delimiter}");
            let found = changed.matches(&placeholder).count();
            if found == 0 {
                continue;
            }
            // A value may have placeholders of its own.
            let length = changed.len().saturating_add(found.saturating_mul(value.len()));
            if u64::try_from(length).is_ok_and(|length| length > MOST_BYTES) {
                return Err(Problem::TooLarge(MOST_BYTES).into());
            }
            changed = changed.replace(&placeholder, value);
        }
    }
    if changed == text { Ok(()) } else { www.overwrite(file, changed.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_placeholders_of_their_own_do_not_fill_the_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Root::open(folder.path()).expect("a folder");
        let file = Path::new("config.js");
        std::fs::write(folder.path().join(file), "%%A00%%").expect("written");
        let next = |level: usize| format!("%%A{:02}%%", level + 1).repeat(10);
        let mut values = Environment::default();
        values.0.extend((0..12).map(|level| (format!("A{level:02}"), next(level))));
        let error = one(&root, file, &["%%"], &values).expect_err("too large");
        assert!(matches!(error.problem, Problem::TooLarge(_)), "{error}");
        values.0.retain(|name, _| name == "A00");
        one(&root, file, &["%%"], &values).expect("replaced");
        assert_eq!(std::fs::read_to_string(folder.path().join(file)).expect("text"), "%%A01%%".repeat(10));
    }
}
