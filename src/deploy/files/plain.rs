//! Whether another program may run git in a folder: only where all that git would read of a repository was read
//! here, and is what git itself makes.
//!
//! A repository can come from anybody, and what it configures runs. So nothing about it counts as harmless because it
//! was not found or not understood: what git might take for a repository and is not one of the plainest kind is
//! refused. Deliberately absent: linked work trees, submodules, repositories within, and every setting that is not
//! in the list of [`config`].

mod config;

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::effort::Effort;
use super::git::{GIT, MOST_INDEX, is_mine, same_device};
use super::index::Index;
use crate::files::{FileError, Kind, Root, bounded};

/// A longer configuration is none.
const MOST_CONFIGURATION: u64 = 1024 * 1024;
/// A longer `HEAD` is none.
const MOST_HEAD: u64 = 4096;
/// More files and folders than this are not looked through.
const MOST_ENTRIES: usize = 1_000_000;
/// What makes a folder a part of another repository, or gives it the objects and settings of one. Git's
/// `gitrepository-layout`, read 2026-11.
const ELSEWHERE: [&str; 4] =
    ["commondir", "config.worktree", "objects/info/alternates", "objects/info/http-alternates"];
/// What makes a git directory of a folder, beside its `HEAD`.
const BARE: [&str; 4] = ["objects", "refs", "commondir", "config"];

/// Whether git finds a repository from a folder. It blocks.
///
/// # Errors
/// It finds one, or might, that is not plain; in words that go on after "this repository is not plain:".
pub(crate) fn is_repository(folder: &Path, effort: &Effort) -> Result<bool, String> {
    let folder = folder.canonicalize().map_err(|error| format!("its folder cannot be read: {}", error.kind()))?;
    // As git looks for it: upwards, within one file system, and nothing in the environment says otherwise.
    for above in folder.ancestors().take_while(|above| same_device(&folder, above)) {
        if is_there(&above.join(GIT))? {
            let top = Root::open(above).map_err(|error| format!("{} {error}", above.display()))?;
            return repository(&top, effort).map(|()| true);
        }
        if is_there(&above.join("HEAD"))? {
            for name in BARE {
                if is_there(&above.join(name))? {
                    return Err(format!("{} may be a git directory itself", above.display()));
                }
            }
        }
    }
    Ok(false)
}

/// Whether anything is there, also a link that leads nowhere.
fn is_there(path: &Path) -> Result<bool, String> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("{} cannot be looked at: {}", path.display(), error.kind())),
    }
}

/// Looks at the repository in the folder `.git` of a work tree, and at the work tree.
fn repository(top: &Root, effort: &Effort) -> Result<(), String> {
    let at = Path::new(GIT);
    if !is_mine(top.path()) || !is_mine(&top.path().join(GIT)) {
        return Err("it belongs to another user".to_owned());
    }
    if top.look(at).map_err(|error| format!("`.git` {error}"))?.kind != Kind::Folder {
        return Err("`.git` is no folder".to_owned());
    }
    let git = top.folder(at).map_err(|error| format!("`.git` {error}"))?;
    // What git does not take for a repository it passes by, and takes one further up.
    head(&git)?;
    for name in ["objects", "refs"] {
        let look = git.look(Path::new(name)).map_err(|error| said(name, error))?;
        if look.kind != Kind::Folder || look.mode & 0o500 != 0o500 {
            return Err(format!("`.git/{name}` is no folder that can be read"));
        }
    }
    for name in ELSEWHERE {
        match git.look(Path::new(name)) {
            Err(error) if error.is_missing() => {}
            Err(error) => return Err(said(name, error)),
            Ok(_) => return Err(format!("it has `.git/{name}`")),
        }
    }
    let text = git.file_itself(Path::new("config")).and_then(|file| bounded(file, MOST_CONFIGURATION));
    let text = String::from_utf8(text.map_err(|error| said("config", error))?)
        .map_err(|_| "its configuration is no text".to_owned())?;
    if let Some(odd) = config::odd(&text) {
        return Err(format!("its configuration has {odd}"));
    }
    index(&git)?;
    hooks(&git)?;
    let mut left = MOST_ENTRIES;
    each(&git, None, effort, &mut left, |path, kind| match kind {
        Kind::File | Kind::Folder => Ok(()),
        Kind::Link | Kind::Other => Err(format!("`.git/{}` is neither a file nor a folder", shown(path))),
    })?;
    each(top, Some(at), effort, &mut left, |path, _| {
        if path.file_name().is_some_and(may_be_git) {
            return Err(format!("there is a repository in it, {}", shown(path)));
        }
        Ok(())
    })
}

/// `HEAD` names a branch or a commit.
fn head(git: &Root) -> Result<(), String> {
    let bytes = git.file_itself(Path::new("HEAD")).and_then(|file| bounded(file, MOST_HEAD));
    let bytes = bytes.map_err(|error| said("HEAD", error))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let good = match text.strip_prefix("ref: ") {
        Some(name) => name.starts_with("refs/") && !name.contains(|c: char| c.is_control() || c == ' '),
        None => matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
    };
    if good { Ok(()) } else { Err("`.git/HEAD` names neither a branch nor a commit".to_owned()) }
}

fn index(git: &Root) -> Result<(), String> {
    let bytes = match git.file_itself(Path::new("index")).and_then(|file| bounded(file, MOST_INDEX)) {
        Ok(bytes) => bytes,
        Err(error) if error.is_missing() => return Ok(()),
        Err(error) => return Err(said("index", error)),
    };
    match Index::read(&bytes) {
        Ok(index) if index.submodules(b"").next().is_none() => Ok(()),
        Ok(_) => Err("it has submodules".to_owned()),
        Err(_) => Err("its index cannot be read".to_owned()),
    }
}

/// Examples of hooks are not run.
fn hooks(git: &Root) -> Result<(), String> {
    let hooks = match git.names(Path::new("hooks")) {
        Ok(hooks) => hooks,
        Err(error) if error.is_missing() => return Ok(()),
        Err(error) => return Err(said("hooks", error)),
    };
    match hooks.iter().find(|name| !name.as_encoded_bytes().ends_with(b".sample")) {
        Some(hook) => Err(format!("it has the hook {}", shown(Path::new(hook)))),
        None => Ok(()),
    }
}

/// Goes through everything below a folder but one path, and into no link.
fn each(
    root: &Root,
    but: Option<&Path>,
    effort: &Effort,
    left: &mut usize,
    mut look: impl FnMut(&Path, Kind) -> Result<(), String>,
) -> Result<(), String> {
    let mut waiting = vec![PathBuf::new()];
    while let Some(folder) = waiting.pop() {
        let failed = |error: FileError| format!("{} {error}", shown(&root.path().join(&folder)));
        for (name, kind) in root.entries(&folder).map_err(failed)? {
            effort.step().map_err(|error| error.message)?;
            *left = left.checked_sub(1).ok_or_else(|| format!("it has more than {MOST_ENTRIES} files"))?;
            let path = folder.join(&name);
            if Some(path.as_path()) == but {
                continue;
            }
            look(&path, kind)?;
            if kind == Kind::Folder {
                waiting.push(path);
            }
        }
    }
    Ok(())
}

/// Whether a name is the one of a repository for any file system: they differ in small and capital letters, in
/// characters that nobody sees, and in short names.
fn may_be_git(name: &OsStr) -> bool {
    let name: String = name.to_string_lossy().chars().filter(char::is_ascii_graphic).collect();
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case(GIT) || name.eq_ignore_ascii_case("git~1")
}

fn said(name: &str, error: FileError) -> String {
    format!("`.git/{name}` {error}")
}

fn shown(path: &Path) -> String {
    super::shown(path.as_os_str().as_encoded_bytes())
}
