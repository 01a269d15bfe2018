//! `--out`: the files of an answer, written where a person says.

use std::fmt::Display;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::output;
use super::problem::Problem;
use crate::domain::call::Arguments as _;
use crate::domain::tool::ToolSpec;
use crate::files::{Access, Root};
use crate::generated::tools::zerops_workflow;

/// Whether a tool answers with files.
pub(super) fn has_files(spec: &ToolSpec) -> bool {
    spec.name == zerops_workflow::Args::TOOL
}

/// Writes the only file of an answer to a path, or all of several below it. None takes the place of one that is there.
///
/// # Errors
/// What was not written; what stands before it was.
pub(super) fn write(record: &Value, to: &Path) -> Result<(), Problem> {
    let files: Vec<(&str, &str)> = record["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| Some((file["path"].as_str()?, file["text"].as_str()?)))
        .collect();
    match files.as_slice() {
        [] => Err(Problem::Failed("the answer has no file to write".to_owned())),
        [(_, text)] if !to.is_dir() => one(to, text),
        several => several.iter().try_for_each(|(path, text)| new(to, Path::new(path), text)),
    }
}

/// The file that the person named.
fn one(to: &Path, text: &str) -> Result<(), Problem> {
    if to.symlink_metadata().is_ok() {
        return Err(taken(to));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = to.file_name().ok_or_else(|| failed(to, "it is no name of a file"))?;
    put(folder, Path::new(name), text)
}

/// A file below a folder, where there is none of the name.
fn new(folder: &Path, path: &Path, text: &str) -> Result<(), Problem> {
    let to = folder.join(path);
    if to.symlink_metadata().is_ok() {
        return Err(taken(&to));
    }
    put(folder, path, text)
}

fn put(folder: &Path, path: &Path, text: &str) -> Result<(), Problem> {
    let to: PathBuf = if folder == Path::new(".") { path.to_owned() } else { folder.join(path) };
    // A folder below this one may be a link that came with it; one that is said from the root, or from above, is meant.
    let is_below = folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let root = if is_below {
        let here = Root::open(Path::new("."));
        here.and_then(|here| here.make_folder(folder, Access::Usual).and_then(|()| here.folder(folder)))
    } else {
        fs::create_dir_all(folder).map_err(|error| failed(&to, error))?;
        Root::open(folder)
    };
    let root = root.map_err(|error| failed(&to, format_args!("it {error}")))?;
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        root.make_folder(parent, Access::Usual).map_err(|error| failed(&to, format_args!("it {error}")))?;
    }
    root.replace(path, text.as_bytes(), Access::Usual).map_err(|error| failed(&to, format_args!("it {error}")))?;
    output::line(&format!("wrote {}", to.display()))?;
    Ok(())
}

fn taken(path: &Path) -> Problem {
    failed(path, "it is there already, and stays as it is")
}

fn failed(path: &Path, error: impl Display) -> Problem {
    Problem::Failed(format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_go_where_it_is_said_and_take_nothings_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |path: &str, text: &str| json!({ "path": path, "text": text });
        let to = folder.path().join("notes/report.md");
        write(&json!({ "files": [file("RELEASE.md", "one")] }), &to).expect("written");
        assert!(write(&json!({ "files": [file("RELEASE.md", "two")] }), &to).is_err(), "it is there");
        assert_eq!(fs::read_to_string(&to).expect("a file"), "one");
        let several = json!({ "files": [file(".github/workflows/zerops.yml", "a"), file("import.yaml", "b")] });
        write(&several, folder.path()).expect("written");
        assert_eq!(fs::read_to_string(folder.path().join(".github/workflows/zerops.yml")).expect("a file"), "a");
        assert!(write(&several, folder.path()).is_err(), "they are there");
        let out = json!({ "files": [file("../out.txt", "a"), file("/out.txt", "b")] });
        assert!(write(&out, folder.path()).is_err() && !folder.path().join("../out.txt").exists());
        assert!(write(&json!({}), folder.path()).is_err());
    }
}
