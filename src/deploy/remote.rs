//! A folder in a container of a service: what is deployed of it, and its archive as it streams
//! through zcp. The rules are those of a folder here. Nothing is written there, and zcp's token
//! never gets there.

mod answer;
mod digest;
mod listing;
mod stream;

use std::collections::HashSet;
use std::time::Duration;

use super::files::effort::{Effort, LONGEST_PATH, MOST_FILES, MOST_NAMES, in_time, too_many_names};
use super::files::paths::{is_inside, path_of};
use super::files::{FilesError, Refused, Rules};
use super::ssh::{Destination, Limits, Ssh};
use answer::Answer;
pub use digest::digest;
pub use listing::{RemoteError, RemoteListing, Tar};
pub(crate) use stream::pack;

/// Lists a folder.
const LIST: &str = include_str!("remote/list.sh");
/// A larger answer is not a project.
const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, time: Duration::from_mins(2) };
/// Repositories within a folder that are asked for their files.
const MOST_REPOSITORIES: usize = 64;

/// Lists what is deployed of a folder in a container.
///
/// # Errors
/// When the container is not reached, or the folder holds what cannot be deployed.
pub async fn list(
    ssh: Ssh<'_>,
    to: &Destination,
    folder: &str,
    include_git: bool,
) -> Result<RemoteListing, RemoteError> {
    let answer = ask(ssh, to, folder, include_git).await?;
    let tar = match answer.tar.as_str() {
        version if version.contains("GNU tar") => Tar::Gnu,
        version if version.contains("busybox") => Tar::Busybox,
        version => {
            let version = super::files::shown(version.as_bytes());
            return Err(
                FilesError::new(format!("The container has neither GNU tar nor that of busybox: {version}.")).into()
            );
        }
    };
    let mut notes = Vec::new();
    if answer.without_git {
        notes.push(format!("{} has no git, or git there does not trust the owner of the folder; only the .gitignore of the folder itself was applied", to.hostname()));
    }
    let ignored = [(".deployignore", answer.ignored.clone()), (".gitignore", answer.gitignored.clone())];
    let mut waiting = answer.nested();
    let zerops_yaml = answer.zerops_yaml.clone();
    let (mut paths, mut bytes) = answer.size();
    let mut answers = vec![(Vec::new(), answer)];
    while let Some(nested) = waiting.pop() {
        if answers.len() > MOST_REPOSITORIES {
            return Err(FilesError::new(format!(
                "There are more than {MOST_REPOSITORIES} repositories in this folder."
            ))
            .into());
        }
        let Ok(name) = String::from_utf8(nested.clone()) else { continue };
        let answer = ask(ssh, to, &format!("{}/{name}", folder.trim_end_matches('/')), false).await?;
        waiting.extend(answer.nested().into_iter().map(|inner| joined(&nested, &inner)));
        let (more, longer) = answer.size();
        (paths, bytes) = (paths + more, bytes + longer);
        if bytes > MOST_NAMES {
            return Err(too_many_names().into());
        }
        answers.push((nested, answer));
        if paths > MOST_FILES {
            break;
        }
    }
    // This is long work for a large answer.
    let work = move |effort: &Effort| sorted(answers, &ignored, effort);
    let (paths, unread) = in_time(Some(LIMITS.time), work).await?;
    notes.splice(0..0, unread);
    Ok(RemoteListing { folder: folder.to_owned(), zerops_yaml, paths, tar, notes, credentials: Vec::new() })
}

/// The paths that the answers name, each with what it is below, and the folders above them, in order; and what is to
/// be said of the files of rules.
fn sorted(
    answers: Vec<(Vec<u8>, Answer)>,
    ignored: &[(&str, String)],
    effort: &Effort,
) -> Result<(Vec<Vec<u8>>, Vec<String>), FilesError> {
    let rules: Vec<Rules> =
        ignored.iter().map(|(name, text)| Rules::parse(name, text.as_bytes())).collect::<Result<_, _>>()?;
    let mut refused = Refused::default();
    let mut found = Vec::new();
    let mut repository = Vec::new();
    for (below, mut answer) in answers {
        repository.append(&mut answer.repository);
        collect(answer, &below, &mut found, &mut refused, effort)?;
    }
    let mut paths = Vec::new();
    for (path, is_folder) in found {
        effort.step()?;
        let at = path_of(&path);
        if !rules.iter().any(|rules| rules.leave_out(&at, is_folder)) {
            paths.push(path);
        }
    }
    rules.iter().try_for_each(Rules::were_applied)?;
    paths.append(&mut repository);
    if paths.len() > MOST_FILES {
        return Err(FilesError::new(format!("There are more than {MOST_FILES} files in this folder.")));
    }
    for path in &paths {
        if !is_inside(path) {
            refused.add(path, "leads out of the folder");
        } else if path.len() > LONGEST_PATH {
            refused.add(path, "is longer than a path can be");
        }
    }
    refused.into_result()?;
    let mut folders: HashSet<&[u8]> = HashSet::new();
    for path in &paths {
        // Where a folder is there, those above it are.
        for folder in above(path) {
            if !folders.insert(folder) {
                break;
            }
            effort.keep(folder.len())?;
        }
    }
    let folders: Vec<Vec<u8>> = folders.into_iter().map(<[u8]>::to_vec).collect();
    paths.extend(folders);
    paths.sort_unstable();
    paths.dedup();
    Ok((paths, rules.iter().flat_map(Rules::notes).collect()))
}

async fn ask(ssh: Ssh<'_>, to: &Destination, folder: &str, include_git: bool) -> Result<Answer, RemoteError> {
    let git = if include_git { "git" } else { "" };
    let bytes = ssh.run(to, &["sh", "-c", LIST, "zcp", folder, git], LIMITS).await?;
    answer::read(&bytes).ok_or_else(|| FilesError::new("The container answered what zcp cannot read.").into())
}

/// Adds what an answer names below a folder, with whether it is one itself.
fn collect(
    answer: Answer,
    below: &[u8],
    paths: &mut Vec<(Vec<u8>, bool)>,
    refused: &mut Refused,
    effort: &Effort,
) -> Result<(), FilesError> {
    for odd in answer.odd {
        refused.add(&joined(below, &odd), "is neither a file nor a folder nor a link");
    }
    let deleted: HashSet<Vec<u8>> = answer.deleted.into_iter().collect();
    let files = answer.files.into_iter().filter(|path| !deleted.contains(path)).map(|path| (path, false));
    for (path, is_folder) in files.chain(answer.folders.into_iter().map(|path| (path, true))) {
        let path = joined(below, &path);
        effort.keep(path.len())?;
        paths.push((path, is_folder));
    }
    Ok(())
}

fn joined(below: &[u8], path: &[u8]) -> Vec<u8> {
    if below.is_empty() { path.to_vec() } else { [below, b"/", path].concat() }
}

/// The folders above a path, the nearest first.
fn above(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.iter().enumerate().rev().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path[..at])
}

#[cfg(all(test, unix))]
mod tests;
