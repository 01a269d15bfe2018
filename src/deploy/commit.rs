//! What a version is called that is deployed from a git work tree: the commit that is checked out.
//!
//! It is read from git's files, so that nothing the repository configures runs. Whether the folder differs from that
//! commit is told by `changes`.

use std::path::{Component, Path, PathBuf};

use crate::files::{Root, bounded};

/// Digits of a commit that are shown.
const DIGITS: usize = 8;
/// A file of git that is larger is not read; `packed-refs` is the largest.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// References that lead to others, one after the other.
const MOST_STEPS: usize = 5;

/// What is checked out in a folder, and where it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// The whole name of the commit.
    pub commit: String,
    /// The root of the work tree.
    pub tree: PathBuf,
    /// The folder of the objects.
    pub objects: PathBuf,
    /// The part of the repository that belongs to this work tree alone, with its index.
    pub own: PathBuf,
}

impl Checkout {
    /// What the commit is called, such as `0a1b2c3d`.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.commit[..DIGITS]
    }
}

/// Whether a work tree has its repository for itself: it is in its folder, or it is one of a linked work tree or a submodule
/// and says so itself. What is pushed from a folder that came from elsewhere is then what is in it, and not another
/// repository of this computer that its `.git` leads to.
pub async fn is_its_own(checkout: &Checkout) -> bool {
    let checkout = checkout.clone();
    let found = tokio::task::spawn_blocking(move || {
        let borrows = checkout.objects.join("info/alternates");
        let leads_back = leads_back(&checkout.tree, &checkout.own).unwrap_or(false);
        leads_back && borrows.symlink_metadata().is_err()
    });
    found.await.unwrap_or(false)
}

/// Whether a repository belongs to this work tree, by what stands in the repository.
fn leads_back(tree: &Path, own: &Path) -> Option<bool> {
    let dot_git = tree.join(".git");
    let kind = dot_git.symlink_metadata().ok()?.file_type();
    if kind.is_dir() {
        let whole = dot_git.canonicalize().ok()?;
        // Where all references are packed there may be no folder of them.
        let is_within = |name: &str| match own.join(name).canonicalize() {
            Ok(path) => path == whole.join(name),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        let is_whole = ["objects", "refs", "refs/heads"].into_iter().all(is_within);
        return Some(own == dot_git && is_whole && own.join("commondir").symlink_metadata().is_err());
    }
    if !kind.is_file() {
        return Some(false);
    }
    let tree = tree.canonicalize().ok()?;
    // gitrepository-layout(5): `gitdir` of a linked work tree is the path of its `.git`.
    if let Some(back) = read(&own.join("gitdir")) {
        return Some(own.join(back.trim()).canonicalize().ok()? == tree.join(".git"));
    }
    // git-config(1): `core.worktree` of a submodule's repository, relative to that.
    let config = read(&own.join("config"))?;
    let value = config.lines().find_map(|line| line.trim().strip_prefix("worktree")?.trim_start().strip_prefix('='))?;
    Some(own.join(value.trim()).canonicalize().ok()? == tree)
}

/// What is checked out in a folder; none outside of a work tree and before the first commit.
pub async fn checkout(folder: &Path) -> Option<Checkout> {
    let folder = folder.to_owned();
    let found = tokio::task::spawn_blocking(move || {
        let commit = checked_out(&folder)?;
        let (tree, own, shared) = places(&folder)?;
        Some(Checkout { commit, tree, objects: shared.join("objects").canonicalize().ok()?, own })
    });
    found.await.ok()?
}

/// The root of the work tree, its own part of the repository, and the part that it shares with others.
fn places(folder: &Path) -> Option<(PathBuf, PathBuf, PathBuf)> {
    let dot_git = folder.ancestors().map(|parent| parent.join(".git")).find(|path| path.symlink_metadata().is_ok())?;
    let tree = dot_git.parent()?.to_owned();
    let own = if dot_git.is_dir() {
        dot_git
    } else {
        // A work tree beside its repository, or a submodule.
        let text = read(&dot_git)?;
        dot_git.parent()?.join(text.strip_prefix("gitdir:")?.trim())
    };
    let shared = read(&own.join("commondir")).map_or_else(|| own.clone(), |path| own.join(path.trim()));
    Some((tree, own, shared))
}

/// The whole name of the commit.
fn checked_out(folder: &Path) -> Option<String> {
    let (_, own, shared) = places(folder)?;
    let mut text = read(&own.join("HEAD"))?;
    for _ in 0..MOST_STEPS {
        let Some(name) = text.trim().strip_prefix("ref:").map(str::trim) else {
            return hash(text.trim());
        };
        if !is_reference(name) {
            return None;
        }
        text = match read(&own.join(name)).or_else(|| read(&shared.join(name))) {
            Some(text) => text,
            None => return packed(&read(&shared.join("packed-refs"))?, name),
        };
    }
    None
}

/// A name that stays within the folder of git.
fn is_reference(name: &str) -> bool {
    name.starts_with("refs/") && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Looks a reference up in the list of packed ones: `HASH NAME`.
fn packed(list: &str, name: &str) -> Option<String> {
    list.lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(_, known)| known.trim() == name)
        .and_then(|(text, _)| hash(text))
}

fn hash(text: &str) -> Option<String> {
    let good = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| text.to_ascii_lowercase())
}

fn read(path: &Path) -> Option<String> {
    // A repository may be beside its work tree, so each file is beneath the folder that it is in.
    let folder = Root::open(path.parent()?).ok()?;
    let bytes = bounded(folder.file_itself(Path::new(path.file_name()?)).ok()?, MOST_BYTES).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const COMMIT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, text).expect("written");
        }
        folder
    }

    fn found(files: &[(&str, &str)]) -> Option<String> {
        let folder = folder(files);
        fs::create_dir_all(folder.path().join("app/src")).expect("folders");
        checked_out(&folder.path().join("app/src"))
    }

    #[test]
    fn the_commit_is_found_where_git_keeps_it() {
        let commit = Some(COMMIT.to_owned());
        let line = format!("{COMMIT}\n");
        assert_eq!(found(&[(".git/HEAD", &line)]), commit, "detached");
        assert_eq!(found(&[(".git/HEAD", "ref: refs/heads/main\n"), (".git/refs/heads/main", &line)]), commit);
        let list = format!("# pack-refs with: peeled\n{} refs/heads/other\n{COMMIT} refs/heads/main\n", "f".repeat(40));
        assert_eq!(found(&[(".git/HEAD", "ref: refs/heads/main\n"), (".git/packed-refs", &list)]), commit, "packed");
        let beside = [
            ("app/.git", "gitdir: ../store/worktrees/app\n"),
            ("store/worktrees/app/HEAD", "ref: refs/heads/main\n"),
            ("store/worktrees/app/commondir", "../..\n"),
            ("store/refs/heads/main", &line),
        ];
        assert_eq!(found(&beside), commit, "a work tree beside its repository");
    }

    /// Nobody writes into the pipe, so whoever opens it as a file waits for ever.
    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        for name in ["HEAD", "refs/heads/main", "packed-refs", "commondir"] {
            let folder = folder(&[(".git/HEAD", "ref: refs/heads/main\n"), (".git/refs/heads/other", COMMIT)]);
            let path = folder.path().join(".git").join(name);
            fs::remove_file(&path).ok();
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.is_ok_and(|status| status.success()));
            assert_eq!(read(&path), None, "{name}");
            assert_eq!(checked_out(folder.path()), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_repository_belongs_to_a_folder_that_it_names() {
        let folder = folder(&[
            ("whole/.git/refs/heads/main", COMMIT),
            ("whole/.git/objects/a", ""),
            ("taken/.git", "gitdir: ../whole/.git\n"),
            ("linked/.git/objects/a", ""),
            ("beside/.git", "gitdir: ../whole/.git/worktrees/beside\n"),
            ("whole/.git/worktrees/beside/gitdir", "../../../../beside/.git\n"),
            ("whole/sub/.git", "gitdir: ../.git/modules/sub\n"),
            ("whole/.git/modules/sub/config", "[core]\n\tbare = false\n\tworktree = ../../../sub\n"),
        ]);
        let at = |path: &str| folder.path().join(path);
        std::os::unix::fs::symlink(at("whole/.git/refs"), at("linked/.git/refs")).expect("a link");
        fs::create_dir(at("link")).expect("a folder");
        std::os::unix::fs::symlink(at("whole/.git"), at("link/.git")).expect("a link");
        for (tree, own, wanted) in [
            ("whole", "whole/.git", true),
            ("beside", "whole/.git/worktrees/beside", true),
            ("whole/sub", "whole/.git/modules/sub", true),
            ("taken", "whole/.git", false),
            ("taken", "whole/.git/worktrees/beside", false),
            ("taken", "whole/.git/modules/sub", false),
            ("linked", "linked/.git", false),
            ("link", "link/.git", false),
        ] {
            assert_eq!(leads_back(&at(tree), &at(own)).unwrap_or(false), wanted, "{tree} {own}");
        }
    }

    #[test]
    fn what_is_no_commit_names_nothing() {
        assert_eq!(found(&[("app/file", "")]), None, "no repository");
        assert_eq!(found(&[(".git/HEAD", "ref: refs/heads/main\n")]), None, "before the first commit");
        for head in ["", "ref: ../../secret", "ref: /etc/passwd", "ref: refs/../../x", "zz", &COMMIT[1..]] {
            assert_eq!(found(&[(".git/HEAD", head), ("secret", COMMIT)]), None, "{head}");
        }
        assert_eq!(found(&[(".git/HEAD", "ref: refs/a"), (".git/refs/a", "ref: refs/a")]), None, "a circle");
    }
}
