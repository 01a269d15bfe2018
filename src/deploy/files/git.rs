//! What git names. It is asked without its configuration being able to run anything, and without
//! variables that would send it to another repository.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{FilesError, MOST_FILES};
use crate::deploy::programs::{self, Limits, RunError};

/// Repositories within a tree that are asked for their files.
const MOST_REPOSITORIES: usize = 256;
/// A larger list is not a project.
const LIMITS: Limits = Limits { bytes: 128 * 1024 * 1024, time: Duration::from_secs(120) };

/// How the files of a tree are found.
#[derive(Debug)]
pub(super) enum Names {
    /// Git has named them.
    Git(Vec<PathBuf>),
    /// By looking; where git is missing in a work tree its `.gitignore` still counts.
    Walk { gitignore: bool },
}

/// The paths below a folder that git names, or how else to find them.
pub(super) async fn names(git: &Path, root: &Path, notes: &mut Vec<String>) -> Result<Names, FilesError> {
    if !root.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok()) {
        return Ok(Names::Walk { gitignore: false });
    }
    match ask(git, root, &["rev-parse", "--is-inside-work-tree"]).await {
        Ok(answer) if answer.trim_ascii() == b"true" => {}
        // A repository without a work tree, or the inside of `.git`.
        Ok(_) => return Ok(Names::Walk { gitignore: false }),
        Err(RunError::Start(ErrorKind::NotFound)) => {
            notes.push("git was not found; zcp has applied the .gitignore files itself".to_owned());
            return Ok(Names::Walk { gitignore: true });
        }
        Err(error) => return Err(unreadable(root, &error)),
    }
    let mut all = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    let mut asked = 0;
    while let Some(folder) = waiting.pop() {
        asked += 1;
        if asked > MOST_REPOSITORIES {
            return Err(FilesError::new(format!(
                "There are more than {MOST_REPOSITORIES} repositories in this folder."
            )));
        }
        let here = root.join(&folder);
        let answer = ask(git, &here, &["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).await;
        let answer = answer.map_err(|error| unreadable(&here, &error))?;
        for name in answer.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let path = folder.join(path_of(name));
            // A submodule, or a repository that is not one: git names it and not what is in it.
            let nested = here.join(path_of(name)).join(".git").symlink_metadata().is_ok();
            if nested && root.join(&path).symlink_metadata().is_ok_and(|found| found.is_dir()) {
                waiting.push(path);
            } else {
                all.push(path);
            }
            if all.len() > MOST_FILES {
                return Err(FilesError::new(format!("There are more than {MOST_FILES} files in this folder.")));
            }
        }
    }
    if all.is_empty() {
        notes.push("git ignores all of this folder, so all of it is deployed".to_owned());
        return Ok(Names::Walk { gitignore: false });
    }
    Ok(Names::Git(all))
}

async fn ask(git: &Path, folder: &Path, words: &[&str]) -> Result<Vec<u8>, RunError> {
    let mut command = programs::command(git);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    // A folder of another owner is common in containers, and none of this runs what it configures.
    for setting in ["safe.directory=*", "core.fsmonitor=false", "core.untrackedCache=false"] {
        command.args(["-c", setting]);
    }
    command.arg("-C").arg(folder).args(words);
    programs::capture(command, LIMITS).await
}

fn unreadable(folder: &Path, error: &RunError) -> FilesError {
    FilesError::new(format!("git cannot list the files of {}: {error}.", folder.display()))
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let name = name.strip_suffix(b"/").unwrap_or(name);
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).trim_end_matches('/'))
}
