//! What a version is called that is deployed from a git work tree: its commit.
//!
//! The commit is read from git's files, so that nothing the repository configures runs. Whether the
//! folder is still that commit only git can say; it is asked without filters, hooks, other programs,
//! submodules or the network, and a folder that is not shown to be clean counts as changed.

use std::fs;
use std::io::Read;
use std::path::{Component, Path};
use std::time::Duration;

use super::programs::{self, Limits};

/// Digits of a commit that are shown.
const DIGITS: usize = 8;
/// What is behind a commit whose files were changed since.
const CHANGED: &str = "-dirty";
/// A file of git that is larger is not read; `packed-refs` is the largest.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// References that lead to others, one after the other.
const MOST_STEPS: usize = 5;
/// What git may take to compare; a name is not worth more.
const LIMITS: Limits = Limits { bytes: 16 * 1024 * 1024, time: Duration::from_secs(20) };

/// The commit that is checked out in a folder, such as `0a1b2c3d`, or `0a1b2c3d-dirty` when what is in
/// the folder may not be that commit. None outside of a work tree and before the first commit.
pub async fn of(git: &Path, folder: &Path) -> Option<String> {
    let place = folder.to_owned();
    let commit = tokio::task::spawn_blocking(move || checked_out(&place)).await.ok()??;
    let short = &commit[..DIGITS];
    Some(if is_unchanged(git, folder).await { short.to_owned() } else { format!("{short}{CHANGED}") })
}

/// The whole name of the commit.
fn checked_out(folder: &Path) -> Option<String> {
    let dot_git = folder.ancestors().map(|parent| parent.join(".git")).find(|path| path.symlink_metadata().is_ok())?;
    let own = if dot_git.is_dir() {
        dot_git
    } else {
        // A work tree beside its repository, or a submodule.
        let text = read(&dot_git)?;
        dot_git.parent()?.join(text.strip_prefix("gitdir:")?.trim())
    };
    let shared = read(&own.join("commondir")).map_or_else(|| own.clone(), |path| own.join(path.trim()));
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
    // Not what never ends, such as a pipe.
    let file = fs::File::open(path.symlink_metadata().ok().filter(fs::Metadata::is_file).map(|_| path)?).ok()?;
    let mut text = String::new();
    file.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Whether the folder has what its commit has, and nothing else that would be deployed.
async fn is_unchanged(git: &Path, folder: &Path) -> bool {
    let Some(filters) = filters(git, folder).await else { return false };
    let differs =
        ["diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "HEAD", "--", "."];
    let adds = ["ls-files", "-z", "--others", "--exclude-standard", "--directory", "--", "."];
    for words in [&differs[..], &adds[..]] {
        match ask(git, folder, &filters, words).await {
            Some(answer) if answer.is_empty() => {}
            _ => return false,
        }
    }
    true
}

/// Settings that take the programs away that the repository wants its files to go through.
async fn filters(git: &Path, folder: &Path) -> Option<Vec<String>> {
    // It answers with a failure when there is none, so a setting that is always there is asked for too.
    let wanted = r"^(filter\..*\.(clean|smudge|process|required)|core\.fsmonitor)$";
    let answer = ask(git, folder, &[], &["config", "--name-only", "-z", "--get-regexp", wanted]).await?;
    let names = answer.split(|byte| *byte == 0).filter(|name| !name.is_empty() && name.starts_with(b"filter."));
    names
        .map(|name| {
            let name = std::str::from_utf8(name).ok().filter(|name| !name.contains('='))?;
            let value = if name.ends_with(".required") { "false" } else { "" };
            Some(format!("{name}={value}"))
        })
        .collect()
}

async fn ask(git: &Path, folder: &Path, settings: &[String], words: &[&str]) -> Option<Vec<u8>> {
    let mut command = programs::command(git);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
    let fixed = ["safe.directory=*", "core.fsmonitor=false", "core.untrackedCache=false", "protocol.allow=never"];
    for setting in fixed.into_iter().chain(settings.iter().map(String::as_str)) {
        command.args(["-c", setting]);
    }
    command.arg("-C").arg(folder).args(words);
    programs::capture(command, LIMITS).await.ok()
}

#[cfg(test)]
mod tests {
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
