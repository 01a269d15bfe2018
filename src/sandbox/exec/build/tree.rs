//! Trees of files: what a pattern means in one, copying, and moving without replacing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders are not looked into deeper than this.
const DEEPEST: usize = 200;

/// Where the files that a pattern of `deployFiles` means go: pairs of a path in the tree and the
/// place relative to the target. Folders stand for everything in them.
pub(crate) fn matching(root: &Path, pattern: &str) -> Vec<(PathBuf, PathBuf)> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut search = Search { found: &mut found, depth: 0 };
    match parts.as_slice() {
        [] => search.contents(root, Path::new("")),
        [parts @ .., "~"] => search.walk(root, parts, Path::new(""), true),
        parts => search.walk(root, parts, Path::new(""), false),
    }
    found
}

struct Search<'a> {
    found: &'a mut Vec<(PathBuf, PathBuf)>,
    depth: usize,
}

impl Search<'_> {
    /// Everything in a folder.
    fn contents(&mut self, folder: &Path, place: &Path) {
        for name in names(folder) {
            self.found.push((folder.join(&name), place.join(&name)));
        }
    }

    fn walk(&mut self, at: &Path, parts: &[&str], place: &Path, contents: bool) {
        let Some((part, rest)) = parts.split_first() else {
            if !contents {
                self.found.push((at.to_owned(), place.to_owned()));
            } else if at.is_dir() {
                // What stands before the `~` is stripped.
                self.contents(at, Path::new(""));
            }
            return;
        };
        if *part == "~" {
            // One or more folders.
            for name in names(at) {
                let below = at.join(&name);
                if below.is_dir() && !below.is_symlink() && self.depth < DEEPEST {
                    self.depth += 1;
                    self.walk(&below, rest, &place.join(&name), contents);
                    self.walk(&below, parts, &place.join(&name), contents);
                    self.depth -= 1;
                }
            }
            return;
        }
        let (pattern, place) = match part.strip_prefix('~') {
            Some(pattern) => (pattern, Path::new("")),
            None => (*part, place),
        };
        if !pattern.contains(['*', '?']) {
            let below = at.join(pattern);
            if below.symlink_metadata().is_ok() {
                self.walk(&below, rest, &place.join(pattern), contents);
            }
            return;
        }
        for name in names(at) {
            if glob(pattern.as_bytes(), name.to_string_lossy().as_bytes()) {
                self.walk(&at.join(&name), rest, &place.join(&name), contents);
            }
        }
    }
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    names
}

/// `*` and `?` within one name.
fn glob(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut place, mut last) = (0, 0, None);
    while place < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                last = Some((at, place));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[place] => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((star, matched)) = last else { return false };
                last = Some((star, matched + 1));
                (at, place) = (star + 1, matched + 1);
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// Copies a file, a link or a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    let metadata = from.symlink_metadata()?;
    if metadata.is_symlink() {
        return link(&fs::read_link(from)?, to);
    }
    if !metadata.is_dir() {
        // Pipes and sockets that a build left behind have no content.
        return if metadata.is_file() { fs::copy(from, to).map(drop) } else { Ok(()) };
    }
    fs::create_dir_all(to)?;
    for name in names(from) {
        copy(&from.join(&name), &to.join(&name))?;
    }
    fs::set_permissions(to, metadata.permissions())
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    match std::os::unix::fs::symlink(target, at) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn link(_target: &Path, _at: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "links are not supported on this system"))
}

/// Moves what is in a tree into another one; what is there already stays as it is.
pub(crate) fn merge(from: &Path, to: &Path) -> io::Result<()> {
    let Ok(there) = to.symlink_metadata() else {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        return fs::rename(from, to);
    };
    if there.is_dir() && from.symlink_metadata()?.is_dir() {
        for name in names(from) {
            merge(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(root: &Path, pattern: &str) -> Vec<String> {
        matching(root, pattern).into_iter().map(|(_, place)| place.to_string_lossy().into_owned()).collect()
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("folder");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, file).expect("file");
        }
        root
    }

    #[test]
    fn patterns_lead_where_the_manual_says() {
        let tree = tree(&["package.json", "dist/a.js", "dist/b/c.css", "src/assets/fonts/x", "path/x/y/to/file.txt"]);
        let root = tree.path();
        assert_eq!(places(root, "./"), ["dist", "package.json", "path", "src"]);
        assert_eq!(places(root, "./dist"), ["dist"]);
        assert_eq!(places(root, "dist/~"), ["a.js", "b"]);
        assert_eq!(places(root, "./src/assets/~fonts"), ["fonts"]);
        assert_eq!(places(root, "./path/~/to/file.txt"), ["path/x/y/to/file.txt"]);
        assert_eq!(places(root, "*.json"), ["package.json"]);
        assert!(places(root, "nope").is_empty() && places(root, "../x").is_empty());
        assert!(places(root, "package.json/~").is_empty());
    }

    #[test]
    fn merging_replaces_nothing_and_copies_are_whole() {
        let (cached, source) = (tree(&["m/old", "m/both"]), tree(&["m/both2"]));
        fs::write(source.path().join("m/both"), "new").expect("file");
        merge(cached.path(), source.path()).expect("merged");
        assert_eq!(fs::read_to_string(source.path().join("m/both")).expect("text"), "new");
        assert!(source.path().join("m/old").exists());
        let target = tempfile::tempdir().expect("folder");
        copy(source.path(), &target.path().join("x/y")).expect("copied");
        assert!(target.path().join("x/y/m/old").exists());
    }
}
