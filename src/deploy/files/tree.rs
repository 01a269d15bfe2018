//! From names to what is really there.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::effort::{Effort, MOST_FILES};
use super::error::{FilesError, Refused};
use super::git::{GIT, Names};
use super::links::Links;
use super::listing::{Entry, Kind};
use super::mounted::Mounts;
use super::paths::bytes_of;
use super::rules::{Rules, stays_inside};

/// The folder of zcp's own notebook, which git leaves out by a rule in it.
const NOTEBOOK: &str = ".zcp";

/// What is deployed, in order.
pub(super) fn entries(
    root: &Path,
    names: Names,
    rules: &Rules,
    mounts: &Mounts,
    include_git: bool,
    effort: &Effort,
) -> Result<Vec<Entry>, FilesError> {
    let mut refused = Refused::default();
    let mut entries = match names {
        Names::Git(mut paths) => {
            paths.sort();
            paths.dedup();
            paths.retain(|path| !mounts.hold(path));
            named(root, paths, rules, &mut refused, effort)?
        }
        Names::Walk => walked(root, root, rules, mounts, &mut refused, effort)?,
    };
    if include_git {
        entries.extend(repository(root, &mut refused, effort)?);
    }
    let mut links = Links::default();
    for link in entries.iter().filter(|entry| entry.kind == Kind::Link) {
        let target = std::fs::read_link(root.join(&link.path)).unwrap_or_default();
        links.add(&bytes_of(&link.path), &bytes_of(&target));
    }
    for link in links.leaving() {
        refused.add(link, "is a link that leaves the folder by way of another one");
    }
    refused.into_result()?;
    if entries.len() > MOST_FILES {
        return Err(FilesError::new(format!("There are more than {MOST_FILES} files in this folder.")));
    }
    let mut folders: BTreeSet<&Path> = BTreeSet::new();
    for entry in &entries {
        // Where a folder is there, those above it are.
        for folder in entry.path.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty()) {
            if !folders.insert(folder) {
                break;
            }
            effort.keep(folder.as_os_str().len())?;
        }
    }
    let folders: Vec<Entry> =
        folders.into_iter().map(|path| Entry { path: path.to_owned(), kind: Kind::Folder }).collect();
    entries.extend(folders);
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries.dedup();
    Ok(entries)
}

fn named(
    root: &Path,
    paths: Vec<PathBuf>,
    rules: &Rules,
    refused: &mut Refused,
    effort: &Effort,
) -> Result<Vec<Entry>, FilesError> {
    let mut sound = PathBuf::new();
    let mut entries = Vec::new();
    for path in paths {
        effort.step()?;
        if rules.leave_out(&path, false) {
            continue;
        }
        if !path.components().all(|component| matches!(component, Component::Normal(_))) {
            refused.add(path.as_os_str().as_encoded_bytes(), "leads out of the folder");
            continue;
        }
        if !has_real_parents(root, &path, &mut sound) {
            continue;
        }
        // What is tracked and was deleted is not deployed.
        let Ok(metadata) = root.join(&path).symlink_metadata() else { continue };
        entries.extend(entry(root, path, &metadata, refused));
    }
    Ok(entries)
}

/// Whether every folder above a path is one: git still names files below a folder that was replaced
/// by a link. `sound` is the last parent that was looked at.
fn has_real_parents(root: &Path, path: &Path, sound: &mut PathBuf) -> bool {
    let Some(parent) = path.parent().filter(|parent| **parent != *sound) else { return true };
    let mut here = root.to_owned();
    for component in parent.components() {
        here.push(component);
        if !here.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return false;
        }
    }
    parent.clone_into(sound);
    true
}

/// Everything below `start` but `.git` and zcp's own notebook.
fn walked(
    root: &Path,
    start: &Path,
    rules: &Rules,
    mounts: &Mounts,
    refused: &mut Refused,
    effort: &Effort,
) -> Result<Vec<Entry>, FilesError> {
    let within = |path: &Path| path.strip_prefix(root).map(Path::to_owned).unwrap_or_default();
    let mut builder = WalkBuilder::new(start);
    builder.standard_filters(false).follow_links(false);
    let inside = start != root;
    // The filter outlives this function, so it has rules and root of its own.
    let (own_root, ignored, mounts) = (root.to_owned(), rules.clone(), mounts.clone());
    builder.filter_entry(move |entry| {
        let path = entry.path().strip_prefix(&own_root).unwrap_or(Path::new(""));
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let own = entry.file_name() == GIT || entry.file_name() == NOTEBOOK;
        inside || (!own && !mounts.hold(path) && !ignored.leave_out(path, is_folder))
    });
    let mut entries = Vec::new();
    for found in builder.build() {
        let found = match found {
            Ok(found) => found,
            Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
            Err(error) => {
                let kind = error.io_error().map_or(ErrorKind::Other, std::io::Error::kind);
                return Err(FilesError::new(format!("A folder below {} cannot be read: {kind}.", root.display())));
            }
        };
        let path = within(found.path());
        effort.keep(path.as_os_str().len())?;
        if path.as_os_str().is_empty() {
            continue;
        }
        let Ok(metadata) = found.path().symlink_metadata() else { continue };
        entries.extend(entry(root, path, &metadata, refused));
        if entries.len() > MOST_FILES {
            break;
        }
    }
    Ok(entries)
}

/// The repository itself.
fn repository(root: &Path, refused: &mut Refused, effort: &Effort) -> Result<Vec<Entry>, FilesError> {
    let folder = root.join(GIT);
    match folder.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            let why = "`.git` is not a folder here: this is a linked work tree or a submodule";
            return Err(FilesError::new(format!("{why}. Deploy the main work tree, or without includeGit.")));
        }
        Err(_) => {
            let why = "includeGit needs a folder that is the root of a repository, and this one has no `.git`";
            return Err(FilesError::new(format!("{why}.")));
        }
    }
    let mut entries = vec![Entry { path: GIT.into(), kind: Kind::Folder }];
    // Sockets of helpers and locks of what git does at this moment are not part of a repository.
    let mut passing = Refused::default();
    let all = walked(root, &folder, &Rules::none(), &Mounts::default(), &mut passing, effort)?;
    entries.extend(all.into_iter().filter(|entry| entry.path.extension().is_none_or(|ending| ending != "lock")));
    let links = entries.iter().filter(|entry| entry.kind == Kind::Link);
    for link in links.filter(|link| !link_is_sound(root, &link.path)) {
        refused.add(link.path.as_os_str().as_encoded_bytes(), "is a link that leaves the folder");
    }
    Ok(entries)
}

fn link_is_sound(root: &Path, path: &Path) -> bool {
    std::fs::read_link(root.join(path)).is_ok_and(|target| stays_inside(path, &target))
}

fn entry(root: &Path, path: PathBuf, metadata: &Metadata, refused: &mut Refused) -> Option<Entry> {
    let kind = metadata.file_type();
    let name = path.as_os_str().as_encoded_bytes();
    let kind = if kind.is_file() {
        Kind::File
    } else if kind.is_dir() {
        Kind::Folder
    } else if !kind.is_symlink() {
        refused.add(name, "is neither a file nor a folder nor a link");
        return None;
    } else if link_is_sound(root, &path) {
        Kind::Link
    } else {
        refused.add(name, "is a link that leaves the folder");
        return None;
    };
    Some(Entry { path, kind })
}
