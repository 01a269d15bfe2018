//! What a pattern means in a tree of files.

use std::path::{Path, PathBuf};

use crate::files::{Kind, Root};

/// Folders are not looked into deeper than this.
const DEEPEST: usize = 200;

/// Where the files that a pattern of `deployFiles` means go: pairs of a path from the root and the
/// place relative to the target. Folders stand for everything in them. Nothing is found behind a link that leads out.
pub(crate) fn matching(root: &Root, pattern: &str) -> Vec<(PathBuf, PathBuf)> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut search = Search { root, found: &mut found, depth: 0 };
    let top = Path::new("");
    match parts.as_slice() {
        [] => search.contents(top, top),
        [parts @ .., "~"] => search.walk(top, parts, top, true),
        parts => search.walk(top, parts, top, false),
    }
    found
}

struct Search<'a> {
    root: &'a Root,
    found: &'a mut Vec<(PathBuf, PathBuf)>,
    depth: usize,
}

impl Search<'_> {
    /// Everything in a folder.
    fn contents(&mut self, folder: &Path, place: &Path) {
        for name in self.names(folder) {
            self.found.push((folder.join(&name), place.join(&name)));
        }
    }

    fn walk(&mut self, at: &Path, parts: &[&str], place: &Path, contents: bool) {
        let Some((part, rest)) = parts.split_first() else {
            if !contents {
                self.found.push((at.to_owned(), place.to_owned()));
            } else if self.root.folder(at).is_ok() {
                // What stands before the `~` is stripped.
                self.contents(at, Path::new(""));
            }
            return;
        };
        if *part == "~" {
            // One or more folders.
            for name in self.names(at) {
                let below = at.join(&name);
                let is_folder = self.root.look(&below).is_ok_and(|look| look.kind == Kind::Folder);
                if is_folder && self.depth < DEEPEST {
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
            if self.root.look(&below).is_ok() {
                self.walk(&below, rest, &place.join(pattern), contents);
            }
            return;
        }
        for name in self.names(at) {
            if glob(pattern.as_bytes(), name.to_string_lossy().as_bytes()) {
                self.walk(&at.join(&name), rest, &place.join(&name), contents);
            }
        }
    }

    fn names(&self, folder: &Path) -> Vec<std::ffi::OsString> {
        self.root.names(folder).unwrap_or_default()
    }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn places(root: &Path, pattern: &str) -> Vec<String> {
        let root = Root::open(root).expect("a root");
        matching(&root, pattern).into_iter().map(|(_, place)| place.to_string_lossy().into_owned()).collect()
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
    fn nothing_is_found_behind_a_link_that_leads_out() {
        let (tree, outside) = (tree(&["in/x"]), tree(&["secret"]));
        for (name, target) in [("out", outside.path()), ("near", Path::new("in"))] {
            std::os::unix::fs::symlink(target, tree.path().join(name)).expect("linked");
        }
        for pattern in ["out/secret", "out/*", "out/~", "out/sec~"] {
            assert!(places(tree.path(), pattern).is_empty(), "{pattern}");
        }
        assert_eq!(places(tree.path(), "out"), ["out"], "the link itself");
        assert_eq!(places(tree.path(), "near/~"), ["x"]);
    }
}
